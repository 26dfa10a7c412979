{#- Before the build: decides between an incremental build and a full refresh, and logs which. A build can only add to the tables of
    a complete, published build of the same code, vars and versions, whose fingerprint is in manifest.fingerprint. A full refresh
    deletes the fingerprint first, so if it fails or builds only a part, the next build is a full refresh too. -#}
{% macro plan_build() %}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- do create_manifest() -%}
        {%- set reason = full_refresh_reason() -%}
        {%- set query -%}
            select {{ reason is none }} as is_incremental, {{ reason is none and page_views_are_clicks() }} as had_only_page_views
        {%- endset -%}
        {%- do replace_manifest_table('builds', query) -%}
        {%- if reason is none -%}
            {%- do find_changed_files() -%}
        {%- else -%}
            {%- do run_query('truncate table manifest.fingerprint') -%}
            {%- do clear_affected_rows() -%}
            {%- do log('Full refresh: ' ~ reason, info=true) if var('incremental') -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{#- Why this build cannot be incremental; none if it can. -#}
{% macro full_refresh_reason() %}
    {%- if not var('incremental') -%}
        {{ return('the var incremental is false') }}
    {%- elif not reads_files() -%}
        {{ return('raw_dir is not set, and seeds always load in full') }}
    {%- elif flags.FULL_REFRESH -%}
        {{ return('--full-refresh') }}
    {%- elif flags.EMPTY or flags.SAMPLE -%}
        {{ return('--empty and --sample skip rows') }}
    {%- endif -%}
    {%- for name, node in relation_exports().items() -%}
        {{ return(node.config.meta.input ~ ' is read from ' ~ name_of_relation(node) ~ ', which does not say what changed') }}
    {%- endfor -%}
    {%- for table in input_tables() if is_derived(table) -%}
        {{ return(table ~ ' is derived from ' ~ input_contracts()[table].derived_from) }}
    {%- endfor -%}
    {%- for table in input_tables() -%}
        {%- set shared_key = key_shared_by_tools(table) -%}
        {{ return('two tools use the same ' ~ shared_key) if shared_key }}
    {%- endfor -%}
    {%- set last = run_query('select fingerprint from manifest.fingerprint').columns[0].values() -%}
    {%- if not last -%}
        {{ return('no complete build has been published yet') }}
    {%- elif last[0] != fingerprint() -%}
        {{ return('code, vars, reference data, package versions or the columns of an input changed since the last build') }}
    {%- endif -%}
    {%- for node in graph.nodes.values() if node.config.materialized == 'incremental' -%}
        {%- if adapter.get_relation(node.database, node.schema, node.alias) is none -%}
            {{ return('the table ' ~ node.schema ~ '.' ~ node.alias ~ ' is missing') }}
        {%- endif -%}
    {%- endfor -%}
    {{ return(none) }}
{% endmacro %}

{#- A hash of what determines the tables, except files: code, reference data, versions, --vars, the salt of user ids
    and which columns the inputs have. -#}
{% macro fingerprint() %}
    {%- set determining = {} -%}
    {%- for name, value in invocation_args_dict.get('vars', {}).items() if name not in ['incremental', 'headline_days', 'marts_folder'] -%}
        {%- do determining.update({name: value}) -%}
    {%- endfor -%}
    {%- do determining.update({'reading rules': reading_rules()}) if reads_files() -%}
    {%- set query -%} select {{ adapter.dispatch('fingerprint')(string_literal(tojson(determining, sort_keys=true))) }} {%- endset -%}
    {{ return(run_query(query).columns[0].values()[0]) }}
{% endmacro %}
{% macro default__fingerprint(variables) -%}
    sha256(concat_ws('|', getvariable('code_version'), version(), {{ variables }}, 'salt' || {{ user_salt() }}))
{%- endmacro %}
{% macro spark__fingerprint(variables) -%}
    sha2(concat_ws('|', {{ string_literal(env_var('MONITORING_CODE_VERSION')) }}, version(), {{ variables }}), 256)
{%- endmacro %}

{#- True in an incremental build. -#}
{% macro is_incremental_build() %}
    {{ return(
        execute and var('incremental') and reads_files() and flags.WHICH in ['build', 'run']
        and run_query('select is_incremental from manifest.builds').columns[0].values()[0]
    ) }}
{% endmacro %}

{#- True in a model that adds to its rows. A unit test has no table to look up, so the cheaper half comes first. -#}
{% macro is_incremental_model() %}
    {{ return(is_incremental_build() and is_incremental()) }}
{% endmacro %}
