{#- Before anything is built: decides whether this build takes in only the files that are new (var incremental) or
    everything, and says so. Only a build of the same code, vars and versions as the one before can add to what that one
    left: the fingerprint of the last whole build stands in manifest.fingerprint. A build of everything takes it away first, so
    that one that fails, or builds only a part, is followed by another one of everything. -#}
{% macro plan_build() %}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- do run_query("create schema if not exists manifest") -%}
        {%- do create_empty_manifest_table('fingerprint', 'fingerprint string') -%}
        {%- set moment = moment_type() -%}
        {%- do create_empty_manifest_table(
            'files_loaded',
            'input_table string, file string, size bigint, modified ' ~ moment ~ ', found_at ' ~ moment,
            per_input=true
        ) -%}
        {%- do create_empty_manifest_table('affected_dates', 'input_table string, date_day date', per_input=true) -%}
        {%- do create_empty_manifest_table('affected_users', 'user_key string', per_input=true) -%}
        {%- do create_empty_manifest_table('replaced_rows', 'mart string, condition string') -%}
        {%- set reason = full_refresh_reason() -%}
        {%- do create_manifest_table('builds', "select " ~ (reason is none) ~ " as is_incremental") -%}
        {%- if reason is none -%}
            {%- do find_changed_files() -%}
        {%- else -%}
            {%- do truncate_manifest_table('fingerprint') -%}
            {%- do clear_affected() -%}
            {%- do log("Everything is built: " ~ reason, info=true) if var('incremental') -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{#- Why this build cannot add to what the one before left; none when it can. -#}
{% macro full_refresh_reason() %}
    {%- if not var('incremental') -%}
        {{ return("the var incremental is off") }}
    {%- elif not reads_files() -%}
        {{ return("seeds are loaded as a whole; the var incremental is for raw_dir") }}
    {%- elif flags.FULL_REFRESH -%}
        {{ return("--full-refresh") }}
    {%- elif flags.EMPTY or flags.SAMPLE -%}
        {{ return("--empty and --sample leave rows out") }}
    {%- endif -%}
    {%- set found = run_query("select fingerprint from manifest.fingerprint").rows -%}
    {%- if not found -%}
        {{ return("no whole build before it was published") }}
    {%- elif found[0][0] != fingerprint() -%}
        {{ return("code, vars, reference data or versions are not those of the build before") }}
    {%- endif -%}
    {%- for node in graph.nodes.values() if node.config.materialized == 'incremental' -%}
        {%- if adapter.get_relation(node.database, node.schema, node.alias) is none -%}
            {{ return("there is no table " ~ node.schema ~ "." ~ node.alias) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return(none) }}
{% endmacro %}

{#- At the end of a whole build that was published: what it built is what the next one may add to. -#}
{% macro commit_build_state() %}
    {%- do clear_affected() -%}
    {%- do truncate_manifest_table('fingerprint') -%}
    {%- do run_query("insert into manifest.fingerprint select " ~ string_literal(fingerprint())) if reads_files() -%}
{% endmacro %}

{#- What has changed since the last build is in the tables, all of them. -#}
{% macro clear_affected() %}
    {%- do truncate_manifest_table('affected_dates', per_input=true) -%}
    {%- do truncate_manifest_table('affected_users', per_input=true) -%}
    {%- do truncate_manifest_table('replaced_rows') -%}
{% endmacro %}

{#- What the tables of a build follow from, its files apart: code, reference data and versions (as
    python_steps/dbt_plugins/code_version.py hands them over), vars of the command line, and the salt of user ids. -#}
{% macro fingerprint() %}
    {%- set variables = {} -%}
    {%- for name, value in invocation_args_dict.get('vars', {}).items() if name not in ['incremental', 'headline_days', 'marts_folder'] -%}
        {%- do variables.update({name: value}) -%}
    {%- endfor -%}
    {{ return(build_fingerprint(tojson(variables, sort_keys=true))) }}
{% endmacro %}

{#- True when this build adds to what the one before left. -#}
{% macro is_incremental_build() %}
    {{ return(
        execute and var('incremental') and reads_files() and flags.WHICH in ['build', 'run']
        and run_query("select is_incremental from manifest.builds").columns[0].values()[0]
    ) }}
{% endmacro %}

{#- True in a model that adds to its rows of the last build. (In a unit test there is no table to ask for, so the cheaper half
    comes first.) -#}
{% macro is_incremental_model() %}
    {{ return(is_incremental_build() and is_incremental()) }}
{% endmacro %}

{#- dbt asks this of every incremental model. -#}
{% macro should_full_refresh() %}
    {{ return(not is_incremental_build()) }}
{% endmacro %}
