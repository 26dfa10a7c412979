{#- Before anything is built: stops when user ids are to be hashed and there is no salt, or one that could be guessed. -#}
{% macro validate_user_salt() %}
    {{ return(adapter.dispatch('validate_user_salt')()) }}
{% endmacro %}

{% macro default__validate_user_salt() %}
    {%- if execute and var('hash_user_ids') and flags.WHICH in ['build', 'run'] -%}
        {#- env_var() would leave the salt in target/partial_parse.msgpack -#}
        {%- set found = run_query("select coalesce(length(" ~ user_salt() ~ "), 0) as characters") -%}
        {%- set characters = found.rows[0][0] -%}
        {%- if characters < 16 -%}
            {{ exceptions.raise_compiler_error(
                "hash_user_ids is on, and the environment variable MONITORING_USER_SALT "
                ~ ("is not set" if characters == 0 else "has fewer than 16 characters")
                ~ ": set it to a secret of 16 characters or more, the same for every build"
                ~ ' (export MONITORING_USER_SALT="$(cat /path/to/secret)"). Nothing was built or published.'
            ) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{#- Spark shows the text of a query to all who see its pages, a salt in it too. -#}
{% macro spark__validate_user_salt() %}
    {%- if execute and var('hash_user_ids') and flags.WHICH in ['build', 'run'] -%}
        {{ exceptions.raise_compiler_error(
            "hash_user_ids is for DuckDB; on Spark it is not there: hash user ids before they get into raw_dir."
            ~ " Nothing was built."
        ) }}
    {%- endif -%}
{% endmacro %}
