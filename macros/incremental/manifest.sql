{#- Schema manifest: what a build needs to know about the previous one. Spark loses one of two concurrent writes to a Parquet
    table, so what base models write has one table per input, <name>_<input>, and a view of them all. -#}
{% macro create_manifest() %}
    {%- do run_query('create schema if not exists manifest') -%}
    {%- do create_manifest_table('fingerprint', 'fingerprint string') -%}
    {%- do create_manifest_table('replaced_rows', 'mart string, condition string') -%}
    {%- set columns_per_view = {
        'files_loaded': 'input_table string, file string, size bigint, modified string, is_recent boolean',
        'affected_rows': 'input_table string, date_day date, user_key string',
    } -%}
    {%- for name, columns in columns_per_view.items() -%}
        {%- for table in input_tables() -%}
            {%- do create_manifest_table(name ~ '_' ~ table, columns) -%}
        {%- endfor -%}
        {%- set query -%}
            create or replace view manifest.{{ name }} as
            {%- for table in input_tables() %}
            select * from manifest.{{ name }}_{{ table }} {{ "union all" if not loop.last }}
            {%- endfor %}
        {%- endset -%}
        {%- do run_query(query) -%}
    {%- endfor -%}
{% endmacro %}

{#- Creates an empty table, if it does not exist. -#}
{% macro create_manifest_table(name, columns) %}
    {%- set query -%} create table if not exists manifest.{{ name }} ({{ columns }}) {{ manifest_format() }} {%- endset -%}
    {%- do run_query(query) -%}
{% endmacro %}

{#- Creates or replaces a table; the query must not read the table itself. -#}
{% macro replace_manifest_table(name, query) %}
    {%- set drop_old -%} drop table if exists manifest.{{ name }} {%- endset -%}
    {%- set create_new -%} create table manifest.{{ name }} {{ manifest_format() }} as {{ query }} {%- endset -%}
    {%- do run_query(drop_old) -%}
    {%- do run_query(create_new) -%}
{% endmacro %}

{#- Clears the record of what changed since the last build. -#}
{% macro clear_affected_rows() %}
    {%- for name in ['replaced_rows'] + input_tables() -%}
        {%- set query -%} truncate table manifest.{{ name if loop.first else 'affected_rows_' ~ name }} {%- endset -%}
        {%- do run_query(query) -%}
    {%- endfor -%}
{% endmacro %}

{#- The table format clause of the manifest. -#}
{% macro manifest_format() -%} {{ return(adapter.dispatch('manifest_format')()) }} {%- endmacro %}
{% macro default__manifest_format() -%} {%- endmacro %}
{% macro spark__manifest_format() -%} using {{ var('lake') }} {%- endmacro %}

{#- Records the files ({input: its files}) and relations ({input: its header groups}) of each input. A file changed within the last 2
    seconds may change again with the same modification time; when a relation changed is not known. -#}
{% macro record_files(files, relations={}) %}
    {%- do run_query('create schema if not exists manifest') -%}
    {%- set listed = [adapter.dispatch('list_files')(files)] if files.values() | sum(start=[]) else [] -%}
    {%- for table, groups in relations.items() -%}
        {%- for group in groups -%}
            {%- do listed.append(
                "select '" ~ table ~ "' as input_table, " ~ string_literal(group.files[0]) ~ ' as file, cast(null as bigint) as size, now() as modified'
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set query -%}
        select
            input_table,
            file,
            size,
            cast(modified as string) as modified,
            modified > now() - interval 2 seconds as is_recent
        from ({{ listed | join(' union all ') }})
    {%- endset -%}
    {%- do replace_manifest_table('files_found', query) -%}
{% endmacro %}

{% macro default__list_files(files) -%}
    {%- for table in files if files[table] %}
    select '{{ table }}' as input_table, filename as file, size, last_modified as modified
    from read_blob({{ file_list(files[table]) }}) {{ "union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro spark__list_files(files) -%}
    {%- for table in files if files[table] %}
    select '{{ table }}' as input_table, found.file, listed.length as size, listed.modificationTime as modified
    from (values {% for file in files[table] %}({{ string_literal(file) }}){{ ", " if not loop.last }}{% endfor %}) as found (file)
    inner join raw_dir_listing as listed
        on endswith(listed.path, found.file) {{ "union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- Post-hook of base models, in the transaction that writes their rows: which files the rows come from. -#}
{% macro record_loaded_files() -%}
    {{ adapter.dispatch('record_loaded_files')(model.name.removeprefix('base_')) if reads_files() }}
{%- endmacro %}
{% macro default__record_loaded_files(table) -%}
    delete from manifest.files_loaded_{{ table }};
    insert into manifest.files_loaded_{{ table }} from manifest.files_found where input_table = '{{ table }}'
{%- endmacro %}
{% macro spark__record_loaded_files(table) -%}
    insert overwrite table manifest.files_loaded_{{ table }}
    select * from manifest.files_found where input_table = '{{ table }}'
{%- endmacro %}
