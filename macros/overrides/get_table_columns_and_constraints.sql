{#- Tables have the columns and types of their contract, and no index: tests prove that keys are unique, and the published file
    has the keys that BI tools look for. Building an index takes as long as building the rows. -#}
{% macro duckdb__get_table_columns_and_constraints() -%}
    {%- set columns = {} -%}
    {%- for name, column in model['columns'].items() -%}
        {%- do columns.update({name: dict(column, constraints=without_keys(column.constraints))}) -%}
    {%- endfor -%}
    {%- set parts = adapter.render_raw_columns_constraints(raw_columns=columns)
        + adapter.render_raw_model_constraints(raw_constraints=without_keys(model['constraints'])) -%}
    ({{ parts | join(', ') }})
{%- endmacro %}

{% macro without_keys(constraints) %}
    {{ return(constraints | rejectattr('type', 'equalto', 'primary_key') | list) }}
{% endmacro %}

{#- Before publishing: the primary key of each mart, as its contract says. -#}
{% macro record_keys() %}
    {%- if execute -%}
    {%- set rows = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.config.contract.enforced -%}
        {%- set keys = node.constraints | selectattr('type', 'equalto', 'primary_key') | map(attribute='columns') | list -%}
        {%- for column in node.columns.values() if column.constraints | selectattr('type', 'equalto', 'primary_key') | list -%}
            {%- do keys.append([column.name]) -%}
        {%- endfor -%}
        {%- for key in keys -%}
            {%- do rows.append("('" ~ node.schema ~ "." ~ node.alias ~ "', ['" ~ key | join("', '") ~ "'])") -%}
        {%- endfor -%}
    {%- endfor -%}
    create or replace table manifest.keys as
    select * from (values {{ rows | sort | join(', ') }}) as keys (mart, key_columns)
    {%- endif -%}
{% endmacro %}
