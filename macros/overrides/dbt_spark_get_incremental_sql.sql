{#- Overrides dbt-spark's dbt_spark_get_incremental_sql because it does not look up strategies of a project by name. -#}
{% macro dbt_spark_get_incremental_sql(strategy, source, target, existing, unique_key, incremental_predicates) %}
    {{ return(context['get_incremental_' ~ strategy ~ '_sql']({'temp_relation': source, 'target_relation': target})) }}
{% endmacro %}
