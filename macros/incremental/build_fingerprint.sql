{#- A hash of vars, as text, and of all else that the tables of a build follow from, its files apart. -#}
{% macro build_fingerprint(variables) %}
    {{ return(adapter.dispatch('build_fingerprint')(variables)) }}
{% endmacro %}

{% macro default__build_fingerprint(variables) %}
    {%- set found = run_query(
        "select sha256(concat_ws('|', getvariable('code_version'), version(), "
        ~ string_literal(variables) ~ ", 'salt' || " ~ user_salt() ~ "))"
    ) -%}
    {{ return(found.columns[0].values()[0]) }}
{% endmacro %}

{#- The plugin of Spark's environment hands over the version of the code. -#}
{% macro spark__build_fingerprint(variables) %}
    {%- set engine = run_query("select version()").columns[0].values()[0] -%}
    {{ return(local_md5(env_var('MONITORING_CODE_VERSION') ~ '|' ~ engine ~ '|' ~ variables)) }}
{% endmacro %}
