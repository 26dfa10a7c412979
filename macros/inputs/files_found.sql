{#- The files of one input as check_raw_dir has found them, sorted. -#}
{% macro files_found(table) %}
    {%- do check_raw_dir() if flags.WHICH == 'show' -%}
    {%- set found = run_query(
        "select file from loads.files_found where input_table = " ~ text_literal(table) ~ " order by file"
    ) -%}
    {{ return(found.columns[0].values() | list) }}
{% endmacro %}

{#- Writes down {input: its files} with their size, their time of change and the time of this look. -#}
{% macro note_files(files) %}
    {%- do run_query("create schema if not exists loads") -%}
    {%- do run_query(
        "create or replace table loads.files_found
        (input_table varchar, file varchar, size bigint, modified timestamptz, found_at timestamptz)"
    ) -%}
    {%- for table in files if files[table] -%}
        {%- do run_query(
            "insert into loads.files_found
            select " ~ text_literal(table) ~ ", filename, size, last_modified, now() from read_blob(" ~ file_list(files[table]) ~ ")"
        ) -%}
    {%- endfor -%}
{% endmacro %}
