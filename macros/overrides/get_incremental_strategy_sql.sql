{#- Extends dbt's incremental strategies, which it looks up by these names, with those of macros/incremental/replace_rows.sql. -#}
{% macro get_incremental_replace_files_sql(arguments) %}
    {{ return(replace_files(arguments['temp_relation'], arguments['target_relation'])) }}
{% endmacro %}

{% macro get_incremental_replace_dates_sql(arguments) %}
    {{ return(replace_dates(arguments['temp_relation'], arguments['target_relation'])) }}
{% endmacro %}

{% macro get_incremental_replace_users_sql(arguments) %}
    {{ return(replace_users(arguments['temp_relation'], arguments['target_relation'])) }}
{% endmacro %}

{% macro get_incremental_sync_texts_sql(arguments) %}
    {{ return(sync_texts(arguments['temp_relation'], arguments['target_relation'])) }}
{% endmacro %}
