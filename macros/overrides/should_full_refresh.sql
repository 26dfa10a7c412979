{#- Overrides dbt's should_full_refresh because plan_build decides for all incremental models whether a build is incremental. -#}
{% macro should_full_refresh() %}
    {{ return(not is_incremental_build()) }}
{% endmacro %}
