{#- Before the build: stops if Spark cannot create tables in the format of the var lake. -#}
{% macro validate_lake() %}
    {{ return(adapter.dispatch('validate_lake')()) }}
{% endmacro %}

{% macro default__validate_lake() %}{% endmacro %}

{% macro spark__validate_lake() %}
    {%- set catalog = run_query('set spark.sql.catalog.spark_catalog').rows[0][1] if execute and var('lake') == 'iceberg' -%}
    {%- if var('lake') not in ['parquet', 'iceberg'] -%}
        {%- set problem = 'is parquet or iceberg, not ' ~ var('lake') ~ '.' -%}
    {%- elif catalog in ['builtin', '<undefined>'] -%}
        {%- set problem = "is iceberg, but Spark's catalog cannot create Iceberg tables: spark.sql.catalog.spark_catalog is not set"
            ~ " (docs/scale.md)." -%}
    {%- endif -%}
    {%- if execute and problem -%}
        {{ exceptions.raise_compiler_error('The var lake ' ~ problem ~ ' Nothing was built. Fix this and rerun `dbt build`.') }}
    {%- endif -%}
{% endmacro %}
