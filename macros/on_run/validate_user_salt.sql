{#- Before the build: stops if user ids are to be hashed without a salt, or with one that can be guessed. -#}
{% macro validate_user_salt() %}
    {%- if execute and var('hash_user_ids') and flags.WHICH in ['build', 'run'] -%}
        {%- do adapter.dispatch('validate_user_salt')() -%}
    {%- endif -%}
{% endmacro %}

{% macro default__validate_user_salt() %}
    {#- env_var() would leave the salt in target/partial_parse.msgpack -#}
    {%- set query -%} select coalesce(length({{ user_salt() }}), 0) {%- endset -%}
    {%- set length_of_salt = run_query(query).columns[0].values()[0] -%}
    {%- if length_of_salt < 16 -%}
        {{ exceptions.raise_compiler_error(
            'hash_user_ids is true, but the environment variable MONITORING_USER_SALT '
            ~ ('is not set' if length_of_salt == 0 else 'has fewer than 16 characters')
            ~ ': set it to a secret of 16 or more characters, the same for every build'
            ~ ' (export MONITORING_USER_SALT="$(cat /path/to/secret)"). Nothing was built or published.'
        ) }}
    {%- endif -%}
{% endmacro %}

{#- Spark shows the text of every query, including a salt, on its status pages. -#}
{% macro spark__validate_user_salt() %}
    {{ exceptions.raise_compiler_error(
        'hash_user_ids is not supported on Spark: hash user ids before you export them to raw_dir. Nothing was built.'
    ) }}
{% endmacro %}
