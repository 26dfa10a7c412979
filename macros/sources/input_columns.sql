{#- The columns of one of the seven inputs as its yml twin in seeds/raw lists them:
    {name: true where the column is required, false where it may be absent}. -#}
{% macro input_columns(table) %}
    {%- set columns = {} -%}
    {%- for column in graph.nodes['seed.' ~ project_name ~ '.' ~ table].columns.values() -%}
        {%- do columns.update({column.name: column.config.meta.get('required', false)}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}
