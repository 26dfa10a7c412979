{#- The rows of one input, whatever their source: the one place that knows where rows come from.
    Gives every column of the contract as text (null where the source has none), with source_file, input_row (the
    running number of the row over all files of the input) and raw_row (the row as read, a struct of texts). -#}
{% macro raw(table) %}
    {#- the seed is named in every case, so that lineage shows where an input enters -#}
    {%- set seed = ref(table) -%}
    {#- compile, docs and parse touch no file -#}
    {%- set reads_files = execute and var('raw_dir') and flags.WHICH in ['build', 'run', 'test', 'show'] -%}
    {%- set columns = input_columns(table) if execute else {} -%}
    {%- set rows -%}
        {%- if reads_files %}
        {{ raw_files(table, columns) }}
        {%- else %}
        select
            'seeds/raw/{{ table }}.csv' as source_file,
            *
        from {{ seed }}
        {%- endif %}
    {%- endset -%}
    select
        source_file,
        row_number() over () as input_row,
        {{ text_struct(columns.keys() | list) }} as raw_row
        {%- for column in columns %},
        {{ adapter.quote(column) }}
        {%- endfor %}
    from (
        {#- here, so that nothing downstream sees the id, raw_row neither #}
        {{ hash_users(rows) if var('hash_user_ids') and 'user_id' in columns else rows }}
    )
{% endmacro %}

{#- The files of one input as texts under the contract's column names; no rows when there is no file. -#}
{% macro raw_files(table, columns) %}
    {#- files are read in groups of one header: a column may stand elsewhere, or not at all, in another file -#}
    {%- set groups = {} -%}
    {%- for file in input_files(table) -%}
        {%- set format = input_format(file) -%}
        {%- set header = csv_header(file) if format == 'csv' else parquet_header(file) -%}
        {%- do check_header(file, header, columns) -%}
        {%- set group = groups.setdefault(tojson(header), {'format': format, 'header': header, 'files': []}) -%}
        {%- do group.files.append(file) -%}
    {%- endfor -%}
    {%- for group in groups.values() -%}
        select
            substr(_input_file, {{ raw_dir() | length + 2 }}) as source_file
            {%- for column in columns %},
            {{ as_text(column, group.header) }}
            {%- endfor %}
        from {{
            read_csv_files(group.files, group.header, columns) if group.format == 'csv'
            else read_parquet_files(group.files)
        }}
        {{ "union all\n" if not loop.last }}
    {%- else -%}
        select
            cast(null as varchar) as source_file
            {%- for column in columns %},
            {{ as_text(column, []) }}
            {%- endfor %}
        where false
    {%- endfor -%}
{% endmacro %}

{#- A column of a file as text under its contract name, whatever case the file writes it in. -#}
{% macro as_text(column, header) -%}
    {%- set name = namespace(found=none) -%}
    {%- for candidate in header if candidate | lower == column -%}
        {%- set name.found = candidate -%}
    {%- endfor -%}
    cast({{ adapter.quote(name.found) if name.found else 'null' }} as varchar) as {{ adapter.quote(column) }}
{%- endmacro %}
