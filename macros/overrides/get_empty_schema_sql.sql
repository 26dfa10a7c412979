{#- Contracts speak of varchar, which wants a length on Spark: its text is string. -#}
{% macro spark__get_empty_schema_sql(columns) %}
    {%- set on_spark = {} -%}
    {%- for name, column in columns.items() -%}
        {%- set type = 'string' if column['data_type'] == 'varchar' else column['data_type'] -%}
        {%- do on_spark.update({name: dict(column, data_type=type)}) -%}
    {%- endfor -%}
    {{ return(default__get_empty_schema_sql(on_spark)) }}
{% endmacro %}
