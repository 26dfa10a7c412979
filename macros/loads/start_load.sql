{#- Before anything is built: decides whether this build takes in only the files that are new (var incremental) or
    everything, and says so. Only a build of the same code, vars and versions as the one before can add to what that one
    left: the fingerprint of the last whole build stands in loads.fingerprint. A build of everything takes it away first, so
    that one that fails, or builds only a part, is followed by another one of everything. -#}
{% macro start_load() %}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- do run_query("create schema if not exists loads") -%}
        {%- do run_query("create table if not exists loads.fingerprint (fingerprint varchar)") -%}
        {%- do run_query(
            "create table if not exists loads.files_loaded
            (input_table varchar, file varchar, size bigint, modified timestamptz, found_at timestamptz)"
        ) -%}
        {%- do run_query("create table if not exists loads.days_touched (input_table varchar, date_day date)") -%}
        {%- do run_query("create table if not exists loads.users_touched (user_key varchar)") -%}
        {%- do run_query("create table if not exists loads.rows_rebuilt (mart varchar, condition varchar)") -%}
        {%- set reason = why_everything() -%}
        {%- do run_query("create or replace table loads.builds as select " ~ (reason is none) ~ " as is_incremental") -%}
        {%- if reason is none -%}
            {%- do note_changes() -%}
        {%- else -%}
            {%- do run_query("delete from loads.fingerprint") -%}
            {%- do forget_changes() -%}
            {%- do log("Everything is built: " ~ reason, info=true) if var('incremental') -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{#- Why this build cannot add to what the one before left; none when it can. -#}
{% macro why_everything() %}
    {%- if not var('incremental') -%}
        {{ return("the var incremental is off") }}
    {%- elif not reads_files() -%}
        {{ return("seeds are loaded as a whole; the var incremental is for raw_dir") }}
    {%- elif flags.FULL_REFRESH -%}
        {{ return("--full-refresh") }}
    {%- elif flags.EMPTY or flags.SAMPLE -%}
        {{ return("--empty and --sample leave rows out") }}
    {%- endif -%}
    {%- set found = run_query("select fingerprint from loads.fingerprint").rows -%}
    {%- if not found -%}
        {{ return("no whole build before it was published") }}
    {%- elif found[0][0] != fingerprint() -%}
        {{ return("code, vars, reference data or versions are not those of the build before") }}
    {%- endif -%}
    {%- set tables = run_query("select lower(schema_name || '.' || table_name) from duckdb_tables()").columns[0].values() -%}
    {%- for node in graph.nodes.values() if node.config.materialized == 'incremental' -%}
        {%- if (node.schema ~ '.' ~ node.alias) | lower not in tables -%}
            {{ return("the build database has no table " ~ node.schema ~ "." ~ node.alias) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return(none) }}
{% endmacro %}

{#- At the end of a whole build that was published: what it built is what the next one may add to. -#}
{% macro finish_load() %}
    {%- do forget_changes() -%}
    {%- do run_query("delete from loads.fingerprint") -%}
    {%- do run_query("insert into loads.fingerprint select " ~ text_literal(fingerprint())) if reads_files() -%}
{% endmacro %}

{#- What has changed since the last build is in the tables, all of them. -#}
{% macro forget_changes() %}
    {%- for table in ['days_touched', 'users_touched', 'rows_rebuilt'] -%}
        {%- do run_query("delete from loads." ~ table) -%}
    {%- endfor -%}
{% endmacro %}

{#- What the tables of a build follow from, its files apart: code, reference data and versions (as
    python_steps/code_version.py hands them over), vars of the command line, and the salt of user ids. -#}
{% macro fingerprint() %}
    {%- set variables = {} -%}
    {%- for name, value in invocation_args_dict.get('vars', {}).items() if name not in ['incremental', 'headline_days'] -%}
        {%- do variables.update({name: value}) -%}
    {%- endfor -%}
    {%- set found = run_query(
        "select sha256(concat_ws('|', getvariable('code_version'), version(), "
        ~ text_literal(tojson(variables, sort_keys=true)) ~ ", 'salt' || " ~ user_salt() ~ "))"
    ) -%}
    {{ return(found.columns[0].values()[0]) }}
{% endmacro %}

{#- True when this build adds to what the one before left. -#}
{% macro adds_to_last_build() %}
    {{ return(
        execute and var('incremental') and reads_files() and flags.WHICH in ['build', 'run']
        and run_query("select is_incremental from loads.builds").columns[0].values()[0]
    ) }}
{% endmacro %}

{#- True in a model that adds to its rows of the last build. (In a unit test there is no table to ask for, so the cheaper half
    comes first.) -#}
{% macro adds_to_its_rows() %}
    {{ return(adds_to_last_build() and is_incremental()) }}
{% endmacro %}

{#- dbt asks this of every incremental model. -#}
{% macro should_full_refresh() %}
    {{ return(not adds_to_last_build()) }}
{% endmacro %}
