{#- Overrides dbt-spark's get_empty_schema_sql because contracts say varchar, which on Spark needs a length: text is string there. -#}
{% macro spark__get_empty_schema_sql(columns) %}
    {%- set spark_columns = {} -%}
    {%- for name, column in columns.items() -%}
        {%- do spark_columns.update({name: dict(column, data_type='string' if column['data_type'] == 'varchar' else column['data_type'])}) -%}
    {%- endfor -%}
    {{ return(default__get_empty_schema_sql(spark_columns)) }}
{% endmacro %}
