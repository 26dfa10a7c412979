{#- Writes down {input: its files} with their size, their time of change and the time of this look. -#}
{% macro record_files(files) %}
    {{ return(adapter.dispatch('record_files')(files)) }}
{% endmacro %}

{% macro default__record_files(files) %}
    {%- do run_query("create schema if not exists manifest") -%}
    {%- do run_query(
        "create or replace table manifest.files_found
        (input_table varchar, file varchar, size bigint, modified timestamptz, found_at timestamptz)"
    ) -%}
    {%- for table in files if files[table] -%}
        {%- do run_query(
            "insert into manifest.files_found
            select " ~ string_literal(table) ~ ", filename, size, last_modified, now() from read_blob(" ~ file_list(files[table]) ~ ")"
        ) -%}
    {%- endfor -%}
{% endmacro %}

{% macro spark__record_files(files) %}
    {%- set rows = [] -%}
    {%- for table in files -%}
        {%- for file in files[table] -%}
            {%- do rows.append("(" ~ string_literal(table) ~ ", " ~ string_literal(file) ~ ")") -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do run_query("create schema if not exists manifest") -%}
    {%- do create_manifest_table(
        'files_found',
        "select found.input_table, found.file, listed.length as size, listed.modificationTime as modified, now() as found_at
        from (values " ~ rows | join(", ") ~ ") as found (input_table, file)
        inner join raw_dir_listing as listed on endswith(listed.path, found.file)"
    ) -%}
{% endmacro %}
