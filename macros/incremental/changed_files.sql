{#- Writes down, in manifest.files_changed, which files are to be read or forgotten: new ones, changed ones (another size or
    time of change, or one so close to the load that a later change may bear the same time), removed ones, and those with
    rows that were from the future when they were loaded and no longer are. Of an input with a key that is all files when a key
    of theirs stands in another file as well: which row counts may be another now. -#}
{% macro find_changed_files() %}
    {%- set ripe = [] -%}
    {%- for table in input_tables() -%}
        {%- set base = relation_of('base_' ~ table) -%}
        {%- do ripe.append(
            "select distinct '" ~ table ~ "', source_file from " ~ base ~ " where " ~ is_no_longer_in_future(table)
        ) -%}
    {%- endfor -%}
    {%- do create_manifest_table(
        'files_changed',
        "with
        ripe_files (input_table, source_file) as (" ~ ripe | join(" union all ") ~ "),

        compare as (
            select
                coalesce(found.input_table, loaded.input_table) as input_table,
                coalesce(found.file, loaded.file) as file,
                substr(coalesce(found.file, loaded.file), " ~ (raw_dir() | length + 2) ~ ") as source_file,
                case
                    when loaded.file is null then 'new'
                    when found.file is null then 'removed'
                    when
                        found.size <> loaded.size
                        or found.modified <> loaded.modified
                        or loaded.modified > loaded.found_at - interval 2 seconds
                        then 'changed'
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
            case when change = 'kept' and ripe_files.source_file is not null then 'changed' else change end as change
        from compare
        left join ripe_files
            on compare.input_table = ripe_files.input_table and compare.source_file = ripe_files.source_file"
    ) -%}
    {%- for table, contract in input_contracts().items() if contract.key and shares_key_with_kept_files(table, contract.key) -%}
        {%- do reload_all(table) -%}
    {%- endfor -%}
    {%- set counts = run_query(
        "select change, count(*) as file_count from manifest.files_changed where change <> 'kept' group by change order by change desc"
    ).rows -%}
    {%- set words = [] -%}
    {%- for row in counts -%}
        {%- do words.append(row['file_count'] ~ ' ' ~ row['change']) -%}
    {%- endfor -%}
    {%- do log("Added to the last build: files " ~ (words | join(', ') or 'as they were'), info=true) -%}
{% endmacro %}

{#- The files of an input that this build reads: all, or when it adds to the last build those that have changed. -#}
{% macro files_to_read(table) %}
    {%- if not is_incremental_model() -%}
        {{ return(files_found(table)) }}
    {%- endif -%}
    {%- set found = run_query(
        "select file from manifest.files_changed where change in ('new', 'changed') and input_table = " ~ string_literal(table)
        ~ " order by file"
    ) -%}
    {{ return(found.columns[0].values() | list) }}
{% endmacro %}

{#- True when a key of the files that have changed, as they are or as they were, stands in a file that has not. -#}
{% macro shares_key_with_kept_files(table, key) %}
    {%- set base = relation_of('base_' ~ table) -%}
    {%- set files = run_query(
        "select file, change from manifest.files_changed where change <> 'kept' and input_table = " ~ string_literal(table) ~ " order by file"
    ).rows -%}
    {%- if not files -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set read = [] -%}
    {%- for row in files if row['change'] != 'removed' -%}
        {%- do read.append(row['file']) -%}
    {%- endfor -%}
    {%- set found = run_query(
        "with
        kept as (select " ~ key ~ " from " ~ base ~ " where source_file in (" ~ source_files(table, "= 'kept'") ~ ")),
        gone as (select " ~ key ~ " from " ~ base ~ " where source_file in (" ~ source_files(table, "<> 'kept'") ~ ")),
        come as (select " ~ to_text(key) ~ " as " ~ key ~ " from (" ~ raw_files(table, read) ~ "))

        select count(*) from kept where " ~ key ~ " in (select " ~ key ~ " from gone union all select " ~ key ~ " from come)"
    ) -%}
    {{ return(found.columns[0].values()[0] > 0) }}
{% endmacro %}

{#- A query for the files of an input that a build keeps, or does not keep. -#}
{% macro source_files(table, change) -%}
    select source_file from manifest.files_changed where change {{ change }} and input_table = '{{ table }}'
{%- endmacro %}

{#- Marks all files of an input as changed. -#}
{% macro reload_all(table) %}
    {%- do create_manifest_table('files_changed_before', 'select * from manifest.files_changed') -%}
    {%- do create_manifest_table(
        'files_changed',
        "select
            input_table,
            file,
            source_file,
            case when change = 'kept' and input_table = '" ~ table ~ "' then 'changed' else change end as change
        from manifest.files_changed_before"
    ) -%}
    {%- do log(table ~ " is read as a whole: a key of the files that changed stands in another one too", info=true) -%}
{% endmacro %}

{#- After the rows of an input are written, in the same transaction: which files they are from. -#}
{% macro record_loaded_files() -%}
    {{ replace_loaded_files(model.name.removeprefix('base_')) if reads_files() }}
{%- endmacro %}
