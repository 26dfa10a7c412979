{#- Before anything is built: stops when the tables cannot be of the format that the var lake names, in a sentence where Spark has
    a page of Java. -#}
{% macro validate_lake() %}
    {{ return(adapter.dispatch('validate_lake')()) }}
{% endmacro %}

{% macro default__validate_lake() %}{% endmacro %}

{% macro spark__validate_lake() %}
    {%- if execute and var('lake') not in ['parquet', 'iceberg', 'delta'] -%}
        {{ exceptions.raise_compiler_error(
            "the var lake is parquet, iceberg or delta, not " ~ var('lake') ~ ". Nothing was built."
        ) }}
    {%- elif execute and var('lake') != 'parquet' -%}
        {%- set catalog = run_query("set spark.sql.catalog.spark_catalog").rows[0][1] -%}
        {%- if catalog in ['builtin', '<undefined>'] -%}
            {{ exceptions.raise_compiler_error(
                "the var lake is " ~ var('lake') ~ ", and Spark's own catalog makes no such tables: spark.sql.catalog.spark_catalog is not"
                ~ " set (docs/scale.md, Refreshing). Nothing was built."
            ) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
