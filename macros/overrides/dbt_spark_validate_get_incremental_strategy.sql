{#- Overrides dbt-spark's dbt_spark_validate_get_incremental_strategy because it rejects strategies other than its own. -#}
{% macro dbt_spark_validate_get_incremental_strategy(raw_strategy, file_format) %}
    {{ return(raw_strategy) }}
{% endmacro %}
