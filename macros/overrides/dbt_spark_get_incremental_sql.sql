{#- Overrides dbt-spark's dbt_spark_get_incremental_sql because it only knows its own strategies. -#}
{% macro dbt_spark_get_incremental_sql(strategy, source, target, existing, unique_key, incremental_predicates) %}
    {{ return(context['get_incremental_' ~ strategy ~ '_sql']({'temp_relation': source, 'target_relation': target})) }}
{% endmacro %}
