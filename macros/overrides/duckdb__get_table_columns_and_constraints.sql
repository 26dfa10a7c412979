{#- Overrides dbt-duckdb's get_table_columns_and_constraints because an index for the primary key takes as long as writing the rows. Tests
    prove that keys are unique, and the published file has the keys that BI tools look for. -#}
{% macro duckdb__get_table_columns_and_constraints() -%}
    {%- set columns = {} -%}
    {%- for name, column in model['columns'].items() -%}
        {%- do columns.update({name: dict(column, constraints=without_keys(column.constraints))}) -%}
    {%- endfor -%}
    {%- set parts = adapter.render_raw_columns_constraints(raw_columns=columns)
        + adapter.render_raw_model_constraints(raw_constraints=without_keys(model['constraints'])) -%}
    ({{ parts | join(', ') }})
{%- endmacro %}

{#- Constraints other than primary keys. -#}
{% macro without_keys(constraints) %}
    {{ return(constraints | rejectattr('type', 'equalto', 'primary_key') | list) }}
{% endmacro %}
