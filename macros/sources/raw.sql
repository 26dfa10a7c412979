{#- The rows of one input, whatever their source: the one place that knows where rows come from.
    Gives every column of the contract, as text or with the type that the file gives it (null where the source has none),
    with source_file, input_row (a number that grows by one with each row of a file) and raw_row (the row as read, a
    struct). -#}
{% macro raw(table) %}
    {#- the seed is named in every case, so that lineage shows where an input enters -#}
    {%- set seed = ref(table) -%}
    {%- set columns = input_columns(table) if execute else {} -%}
    {%- set rows -%}
        {%- if reads_files() %}
        {{ raw_files(table, columns, files_to_read(table)) }}
        {%- else %}
        select
            'seeds/raw/{{ table }}.csv' as source_file,
            {{ row_number_as_read() }} as input_row,
            *
        from {{ seed }}
        {%- endif %}
    {%- endset -%}
    select
        source_file,
        input_row,
        {{ row_struct(columns.keys() | list) }} as raw_row
        {%- for column in columns %},
        {{ adapter.quote(column) }}
        {%- endfor %}
    from (
        {#- here, so that nothing downstream sees the id, raw_row neither #}
        {{ pseudonymize_users(rows) if var('hash_user_ids') and 'user_id' in columns else rows }}
    )
{% endmacro %}

{#- Files of one input under the contract's column names; no rows when there is no file. -#}
{% macro raw_files(table, columns, files) %}
    {#- files are read in groups of one header: a column may stand elsewhere, or not at all, in another file -#}
    {%- set groups = [] if not files
        else csv_headers(files) if input_format(files[0]) == 'csv' else parquet_headers(files) -%}
    {%- for group in groups -%}
        {%- do validate_header(group.files[0], group.header, columns) -%}
        select
            {{ file_as_read() }} as source_file,
            {{ row_number_as_read(group) }} as input_row
            {%- for column in columns %},
            {{ input_value(column, groups, group) }}
            {%- endfor %}
        from {{
            read_csv_files(group.files, group.header, columns) if input_format(group.files[0]) == 'csv'
            else read_parquet_files(group.files)
        }}
        {{ "union all\n" if not loop.last }}
    {%- else -%}
        select
            cast(null as string) as source_file,
            cast(null as bigint) as input_row
            {%- for column in columns %},
            cast(null as string) as {{ adapter.quote(column) }}
            {%- endfor %}
        where false
    {%- endfor -%}
{% endmacro %}

{#- A column of a file under its contract name, whatever case the file writes it in. -#}
{% macro input_value(column, groups, group) -%}
    {%- set name = name_in_header(column, group) -%}
    cast({{ adapter.quote(name) if name else 'null' }} as {{ input_type(column, groups) }}) as {{ adapter.quote(column) }}
{%- endmacro %}

{#- The type in which a column is read: the one that all files give it when to_timestamp, to_number and to_integer know it,
    else text. -#}
{% macro input_type(column, groups) %}
    {%- set types = [] -%}
    {%- for group in groups -%}
        {%- set type = types_as_read().get(group.types.get(name_in_header(column, group)), 'string') -%}
        {%- do types.append(type) if type not in types -%}
    {%- endfor -%}
    {{ return(types[0] if types | length == 1 else 'string') }}
{% endmacro %}

{#- The name of a column as a header writes it; nothing when the header has no such column. -#}
{% macro name_in_header(column, group) %}
    {%- for name in group.header if name | lower == column -%}
        {{ return(name) }}
    {%- endfor -%}
{% endmacro %}
