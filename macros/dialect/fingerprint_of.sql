{#- A hash of vars, as text, and of all else that the tables of a build follow from, its files apart. -#}
{% macro fingerprint_of(variables) %}
    {{ return(adapter.dispatch('fingerprint_of')(variables)) }}
{% endmacro %}

{% macro default__fingerprint_of(variables) %}
    {%- set found = run_query(
        "select sha256(concat_ws('|', getvariable('code_version'), version(), "
        ~ text_literal(variables) ~ ", 'salt' || " ~ user_salt() ~ "))"
    ) -%}
    {{ return(found.columns[0].values()[0]) }}
{% endmacro %}

{#- The plugin of Spark's environment hands over the version of the code. -#}
{% macro spark__fingerprint_of(variables) %}
    {%- set engine = run_query("select version()").columns[0].values()[0] -%}
    {{ return(local_md5(env_var('MONITORING_CODE_VERSION') ~ '|' ~ engine ~ '|' ~ variables)) }}
{% endmacro %}
