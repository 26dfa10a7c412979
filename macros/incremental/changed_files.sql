{#- Writes manifest.files_changed: which files are new, changed, removed or kept since the last build. A file is changed if its size
    or modification time differs, if it may have changed unnoticed, or if a time in it was in the future and no longer is. All files
    of an input are changed if a key is in both a changed and a kept file: deduplication may now pick another row. -#}
{% macro find_changed_files() %}
    {%- set compare_files -%}
        with
        no_longer_in_future (input_table, source_file) as (
            {%- for table in input_tables() %}
            select distinct '{{ table }}', source_file
            from {{ relation_of('base_' ~ table) }}
            where {{ is_no_longer_in_future(table) }} {{ "union all" if not loop.last }}
            {%- endfor %}
        ),

        compare as (
            select
                coalesce(found.input_table, loaded.input_table) as input_table,
                coalesce(found.file, loaded.file) as file,
                substr(coalesce(found.file, loaded.file), {{ raw_dir() | length + 2 }}) as source_file,
                case
                    when loaded.file is null then 'new'
                    when found.file is null then 'removed'
                    when found.size <> loaded.size or found.modified <> loaded.modified or loaded.is_recent then 'changed'
                    else 'kept'
                end as change
            from manifest.files_found as found
            full join manifest.files_loaded as loaded
                on found.input_table = loaded.input_table and found.file = loaded.file
        )

        select
            compare.input_table,
            compare.file,
            compare.source_file,
            case when change = 'kept' and no_longer_in_future.source_file is not null then 'changed' else change end as change
        from compare
        left join no_longer_in_future
            on compare.input_table = no_longer_in_future.input_table and compare.source_file = no_longer_in_future.source_file
    {%- endset -%}
    {%- do replace_manifest_table('files_compared', compare_files) -%}
    {%- set reloaded = [] -%}
    {%- for table, contract in input_contracts().items() if contract.key and is_key_in_kept_file(table, contract.key) -%}
        {%- do reloaded.append(table) -%}
        {%- do log(table ~ ' is read in full: a ' ~ contract.key ~ ' is in both a changed and an unchanged file', info=true) -%}
    {%- endfor -%}
    {%- set mark_reloaded -%}
        select
            input_table,
            file,
            source_file,
            case when change = 'kept' and input_table in ('{{ reloaded | join("', '") }}') then 'changed' else change end as change
        from manifest.files_compared
    {%- endset -%}
    {%- do replace_manifest_table('files_changed', mark_reloaded) -%}
    {%- do log_changed_files() -%}
{% endmacro %}

{#- True when a key of an input is in both a changed and a kept file. -#}
{% macro is_key_in_kept_file(table, key) %}
    {%- set changed_files -%}
        select file, change from manifest.files_compared where input_table = '{{ table }}' and change <> 'kept' order by file
    {%- endset -%}
    {%- set changed = run_query(changed_files).rows -%}
    {%- set to_read = changed | rejectattr('change', 'equalto', 'removed') | map(attribute='file') | list -%}
    {%- set groups = header_groups(table, to_read) if to_read else [] -%}
    {%- set rows = rows_as_exported(table, to_read) -%}
    {%- set count_shared_keys -%}
        with
        loaded_keys as (
            select base.{{ key }}, files.change = 'kept' as is_kept
            from {{ relation_of('base_' ~ table) }} as base
            inner join manifest.files_compared as files
                on base.source_file = files.source_file and files.input_table = '{{ table }}'
        ),

        changed_keys as (
            select {{ key }} from loaded_keys where not is_kept
            union all
            select {{ to_id(cleaned(key, groups)) }} from ({{ rows }})
        )

        select count(*) from loaded_keys where is_kept and {{ key }} in (select {{ key }} from changed_keys)
    {%- endset -%}
    {{ return(changed and run_query(count_shared_keys).columns[0].values()[0] > 0) }}
{% endmacro %}

{#- Logs how many files are new, changed and removed. -#}
{% macro log_changed_files() %}
    {%- set query -%}
        select change, count(*) as file_count
        from manifest.files_changed
        where change <> 'kept'
        group by change
        order by change desc
    {%- endset -%}
    {%- set counts = [] -%}
    {%- for row in run_query(query).rows -%}
        {%- do counts.append(row['file_count'] ~ ' ' ~ row['change'] ~ (' file' if row['file_count'] == 1 else ' files')) -%}
    {%- endfor -%}
    {%- do log('Incremental build: ' ~ (counts | join(', ') or 'no changed files'), info=true) -%}
{% endmacro %}

{#- The files of an input that a base model reads: all, or in an incremental build those that are new or changed. -#}
{% macro files_to_read(table) %}
    {{ return(changed_files_of(table) if is_incremental_model() else files_found(table)) }}
{% endmacro %}

{#- The new and changed files of an input in an incremental build. -#}
{% macro changed_files_of(table) %}
    {%- set query -%}
        select file
        from manifest.files_changed
        where change in ('new', 'changed') and input_table = '{{ table }}'
        order by file
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{% endmacro %}
