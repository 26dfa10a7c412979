{#- Before the build: stops if it cannot do what a var asks for. -#}
{% macro validate_vars() %}
    {%- set problem = problem_with_steps_and_routes() or adapter.dispatch('problem_with_vars')()
        if execute and flags.WHICH in ['build', 'run', 'seed'] -%}
    {%- if problem -%}
        {{ exceptions.raise_compiler_error(problem ~ ' Nothing was built or published. Fix this and rerun `dbt build`.') }}
    {%- endif -%}
{% endmacro %}

{#- Any text is true, even "false", and two steps of one number cannot be told apart. -#}
{% macro problem_with_steps_and_routes() %}
    {%- set numbers = var('funnel_steps').values() | list -%}
    {%- if var('routes_with_ids') not in [true, false] -%}
        {{ return('The var routes_with_ids is true or false, not ' ~ var('routes_with_ids') ~ '.') }}
    {%- elif numbers | select('integer') | unique | list | length < numbers | length or numbers | min < 1 or not page_steps()
        or var('funnel_steps').get('completed', numbers | max) < numbers | max -%}
        {{ return('The var funnel_steps gives each step another whole number, from 1 on, with completed last and not alone: '
            ~ tojson(var('funnel_steps')) ~ '.') }}
    {%- endif -%}
{% endmacro %}

{#- A salt must not be guessable. env_var() would leave it in target/partial_parse.msgpack. -#}
{% macro default__problem_with_vars() %}
    {%- set query -%} select coalesce(length({{ user_salt() }}), 0) {%- endset -%}
    {%- set salt_length = run_query(query).columns[0].values()[0] if var('hash_user_ids') else 16 -%}
    {%- if salt_length < 16 -%}
        {{ return('hash_user_ids is true, but the environment variable MONITORING_USER_SALT '
            ~ ('has fewer than 16 characters' if salt_length else 'is not set')
            ~ ': set it to a secret of 16 or more characters, the same for every build'
            ~ ' (export MONITORING_USER_SALT="$(cat /path/to/secret)").') }}
    {%- endif -%}
{% endmacro %}

{#- Spark shows the text of every query, including a salt, on its status pages. -#}
{% macro spark__problem_with_vars() %}
    {%- if var('hash_user_ids') -%}
        {{ return('hash_user_ids is not supported on Spark: hash user ids before you export them to raw_dir.') }}
    {%- elif var('lake') not in ['parquet', 'iceberg'] -%}
        {{ return('The var lake is parquet or iceberg, not ' ~ var('lake') ~ '.') }}
    {%- elif var('lake') == 'iceberg' and run_query('set spark.sql.catalog.spark_catalog').rows[0][1] in ['builtin', '<undefined>'] -%}
        {{ return("The var lake is iceberg, but Spark's catalog cannot create Iceberg tables: spark.sql.catalog.spark_catalog is not"
            ~ " set (docs/spark.md).") }}
    {%- endif -%}
{% endmacro %}
