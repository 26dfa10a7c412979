{#- The rows of one input, wherever they come from: every column of its contract, as text without surrounding blanks or with the type
    that the file gives it (null where the source has none), with source_file, input_row (a number that grows by one with each row of
    a file), raw_row (the row as read, a struct) and is_blank: Excel writes lines of commas below the last row. Rows that need no
    number (is_numbered) are read on all cores, with the blank ones, so that a row's place in the table is its place in the file. -#}
{% macro raw(table, is_numbered=true) %}
    {#- always reference the seed: lineage shows where an input enters -#}
    {%- set seed = ref(table) -%}
    {%- set columns = input_columns(table) if execute else {} -%}
    {%- set files = files_to_read(table) if execute and reads_files() else [] -%}
    {%- set groups = header_groups(table, files) if files else [] -%}
    {%- set rows -%}
        {%- if reads_files() %}
        {{ raw_files(table, files, groups, is_numbered) }}
        {%- else %}
        select
            'seeds/raw/{{ table }}.csv' as source_file,
            {{ input_row_number(is_numbered=is_numbered) }} as input_row,
            *
        from {{ seed }}
        {%- endif %}
    {%- endset -%}
    select *
    from (
        select
            *,
            {% for column in columns %}{{ adapter.quote(column) }} is null and {% endfor %}true as is_blank
        from (
            select
                source_file,
                input_row,
                {{ row_struct(columns | list) }} as raw_row
                {%- for column in columns %},
                {{ cleaned(column, groups) }} as {{ adapter.quote(column) }}
                {%- endfor %}
            from (
                {#- hashed here because nothing downstream may see the id, not even raw_row #}
                {{ pseudonymize_users(rows, groups) if var('hash_user_ids') and 'user_id' in columns else rows }}
            )
        )
    )
    {{ "where not is_blank" if is_numbered }}
{% endmacro %}

{#- Files of one input under the contract's column names; no rows when there is no file. Files are read in groups of one header
    because a column may be elsewhere, or absent, in another file. -#}
{% macro raw_files(table, files, groups, is_numbered=true) %}
    {%- set columns = input_columns(table) -%}
    {%- set is_csv = files and input_format(files[0]) == 'csv' -%}
    {%- for group in groups -%}
        select
            {{ source_file() }} as source_file,
            {{ input_row_number(group, is_numbered) }} as input_row
            {%- for column in columns %},
            {{ input_value(column, groups, group) }}
            {%- endfor %}
        from {{ read_csv_files(group.files, group.header, columns) if is_csv else read_parquet_files(group.files) }}
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

{#- A column of a file or seed without surrounding blanks, once for all that parse it. -#}
{% macro cleaned(column, groups) -%}
    {{ to_text(adapter.quote(column)) if input_type(column, groups) == 'string' else adapter.quote(column) }}
{%- endmacro %}

{#- A column of a file under its contract name, regardless of its case in the file. -#}
{% macro input_value(column, groups, group) -%}
    {%- set name = name_in_header(column, group) -%}
    cast({{ adapter.quote(name) if name else 'null' }} as {{ input_type(column, groups) }}) as {{ adapter.quote(column) }}
{%- endmacro %}

{#- The type in which a column is read: the one that all files give it if to_timestamp, to_number and to_integer know it (by
    either engine's name), else text. -#}
{% macro input_type(column, groups) %}
    {%- set known = {
        'tinyint': 'bigint', 'smallint': 'bigint', 'integer': 'bigint', 'int': 'bigint', 'bigint': 'bigint',
        'utinyint': 'bigint', 'usmallint': 'bigint', 'uinteger': 'bigint', 'double': 'double', 'timestamp': 'timestamp',
        'timestamp with time zone': 'timestamp with time zone', 'timestamp_ntz': 'timestamp_ntz',
    } -%}
    {%- set types = [] -%}
    {%- for group in groups -%}
        {%- set type = known.get(group.types.get(name_in_header(column, group), '') | lower, 'string') -%}
        {%- do types.append(type) if type not in types -%}
    {%- endfor -%}
    {{ return(types[0] if types | length == 1 else 'string') }}
{% endmacro %}
