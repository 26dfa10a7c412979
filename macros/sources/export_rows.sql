{#- Rows of exports of other tools, under the column names of their sources. -#}

{#- The rows of one export, for its model: source_file, input_row, exported_row (the row as read, as JSON text; of a log, the line; null
    where it is blank) and the columns of its source, as text without surrounding blanks, null where a file has none. Rows that the
    model all keeps need no number (is_numbered), and are read on all cores. -#}
{% macro export_rows(source_name, table_name, is_numbered=true) %}
    {#- always reference the source: lineage and unit tests begin there -#}
    {%- set relation = source(source_name, table_name) -%}
    {%- set export = source_name ~ '_' ~ table_name -%}
    {%- set table = exports()[export].input if execute and exports() -%}
    {%- if reads_files() and table -%}
        {%- set files = changed_files_of(table) if is_incremental_build() else files_found(table) -%}
        {{ rows_of_export(export, header_groups(table, files, export), is_numbered) }}
    {%- else -%}
        select
            'export' as source_file,
            row_number() over () as input_row,
            cast(null as string) as exported_row,
            *
        from {{ relation }}
    {%- endif -%}
{% endmacro %}

{#- The rows of some files of one export. -#}
{% macro rows_of_export(export, groups, is_numbered=true) %}
    {%- set columns = exports()[export].columns -%}
    {%- for group in groups -%}
        {{ rows_of_export_group(export, group, columns, is_numbered) }}
        {{ "union all\n" if not loop.last }}
    {%- else -%}
        select
            cast(null as string) as source_file,
            cast(null as bigint) as input_row,
            cast(null as string) as exported_row
            {%- for column in columns %},
            cast(null as string) as {{ column }}
            {%- endfor %}
        where false
    {%- endfor -%}
{% endmacro %}

{#- The rows of files of one header. -#}
{% macro rows_of_export_group(export, group, columns, is_numbered) -%}
    {%- if group.format == 'lines' -%}
        select
            {{ source_file(group) }} as source_file,
            {{ input_row_number(group, is_numbered) }} as input_row,
            line as exported_row,
            line
        from {{ read_lines(group) }}
    {%- else -%}
        {%- set values = {} -%}
        {%- for column, meta in columns.items() -%}
            {%- set name = vendor_name(column, meta, group.header) -%}
            {%- set value = to_text(value_in_row(name, group)) if name else 'cast(null as string)' -%}
            {%- do values.update({column: time_of_export(value, export) if name and meta.is_time else value}) -%}
        {%- endfor -%}
        select
            {{ source_file(group) }} as source_file,
            {{ input_row_number(group, is_numbered) }} as input_row,
            {{ row_as_json(group) }} as exported_row
            {%- for column, meta in columns.items() %},
            {%- if meta.in_header_of %}
            {{ string_literal(text_in_header(meta.in_header_of, columns[meta.in_header_of], group.header)) }} as {{ column }}
            {%- else %}
            {{ values[column] }} as {{ column }}
            {%- endif %}
            {%- endfor %}
        from {{ read_export_files(group) }}
    {%- endif -%}
{%- endmacro %}

{#- The value of a column in a row as the reader gives it. -#}
{% macro value_in_row(name, group) -%}
    {%- if group.format in ['csv', 'w3c'] -%}
        {{ return('c' ~ group.header.index(name)) }}
    {%- elif group.format == 'json' -%}
        {{ return("json_extract_string(document, '$.\"" ~ name | replace("'", "''") ~ "\"')") }}
    {%- endif -%}
    {{ return(value_of_type(adapter.quote(name), group.types.get(name, ''))) }}
{%- endmacro %}

{#- A value whose text says what it is: nested values as JSON. A timestamp of Spark is in UTC, but its text has no offset. -#}
{% macro value_of_type(column, type) -%}
    {%- if type.startswith(('STRUCT', 'MAP', 'struct', 'map', 'array')) or type.endswith(']') -%}
        {{ return('to_json(' ~ column ~ ')') }}
    {%- endif -%}
    {{ return('(cast(' ~ column ~ " as string) || 'Z')" if type == 'timestamp' else column) }}
{%- endmacro %}

{#- The row as read, as JSON text; null where it has no value. -#}
{% macro row_as_json(group) -%}
    {%- if group.format == 'json' -%}
        {{ return("coalesce(cast(document as string), 'not JSON')" if group.is_json_lines else 'cast(document as string)') }}
    {%- elif group.format == 'w3c' -%}
        {{ return('line') }}
    {%- endif -%}
    {%- set names, values = [], [] -%}
    {%- for name in group.header -%}
        {%- do names.append(name or 'column ' ~ loop.index) -%}
        {%- do values.append('c' ~ loop.index0 if group.format == 'csv' else adapter.quote(name)) -%}
    {%- endfor -%}
    {{ return(adapter.dispatch('named_values_as_json')(names, values)) }}
{%- endmacro %}
{% macro default__named_values_as_json(names, values) -%}
    case
        when coalesce({% for value in values %}cast({{ value }} as string){{ ', ' if not loop.last }}{% endfor %}) is not null
            then cast(json_object({% for name in names %}{{ string_literal(name) }}, {{ values[loop.index0] }}{{ ', ' if not loop.last }}{% endfor %}) as string)
    end
{%- endmacro %}
{% macro spark__named_values_as_json(names, values) -%}
    case
        when coalesce({% for value in values %}cast({{ value }} as string){{ ', ' if not loop.last }}{% endfor %}, null) is not null
            then to_json(
                named_struct({% for name in names %}{{ string_literal(name) }}, {{ values[loop.index0] }}{{ ', ' if not loop.last }}{% endfor %}),
                map('ignoreNullFields', 'false')
            )
    end
{%- endmacro %}

{#- The rows of some files of an input under its column names, before any model maps them: of an export, only the columns that it has
    under another name (the first of meta from). Enough to look at a key, or for a sample. -#}
{% macro rows_as_exported(table, files) %}
    {%- set columns = input_columns(table) -%}
    {%- set native = header_groups(table, files, none) if files else [] -%}
    {%- set exported = (header_groups(table, files) | selectattr('export') | list) if files else [] -%}
    {{ raw_files(table, files, native) if native or not exported }}
    {%- for group in exported %}
        {{ "union all" if native or not loop.first }}
        {%- set model = graph.nodes['model.' ~ project_name ~ '.' ~ group.export].columns %}
        {%- set has_rows = is_model_of_rows(group.export) %}
        select
            {{ source_file(group) if has_rows else 'source_file' }} as source_file,
            {{ input_row_number(group) if has_rows else 'input_row' }} as input_row
            {%- for column in columns %},
            {%- set sources = model[column].config.meta.get('from', []) if column in model and group.format != 'lines' else [] %}
            cast({{ (adapter.quote(column) if column in model and has_rows) or sources[0] or 'null' }} as string) as {{ adapter.quote(column) }}
            {%- endfor %}
        from {{ group.relation if has_rows else '(' ~ rows_of_export(group.export, [group]) ~ ')' }}
    {%- endfor %}
{% endmacro %}

{#- What the name of a column in a header has in brackets, such as a time zone; an empty text when there is none. -#}
{% macro text_in_header(column, meta, header) -%}
    {%- set name = vendor_name(column, meta, header) -%}
    {%- set found = modules.re.search('[(](.+)[)]', name or '') -%}
    {{ return(found.group(1) if found else '') }}
{%- endmacro %}

{#- The names in headers that neither an input nor the source of its export knows. -#}
{% macro names_ignored(groups, columns) %}
    {%- set ignored = [] -%}
    {%- for group in groups -%}
        {%- set known = [] -%}
        {%- for column, meta in exports().get(group.export, {}).get('columns', {}).items() -%}
            {%- do known.append(vendor_name(column, meta, group.header)) -%}
        {%- endfor -%}
        {%- for name in group.header if name and name not in ignored -%}
            {%- do ignored.append(name) if name not in known and (group.export or name | lower not in columns) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(ignored) }}
{% endmacro %}

{#- The columns of an input that files with a header have, or that the model of their export fills. -#}
{% macro columns_filled(group) -%}
    {{ return(columns_from_export(group) if group.export else group.header | map('lower') | list) }}
{%- endmacro %}

{#- The columns of an input that the model of an export fills from files with a header: those of its yml twin whose meta from names a
    column that the header has, or that names none. -#}
{% macro columns_from_export(group) %}
    {%- set export = exports().get(group.export) -%}
    {%- set filled = [] -%}
    {%- for column in graph.nodes['model.' ~ project_name ~ '.' ~ group.export].columns.values() -%}
        {%- set sources = column.config.meta.get('from', []) -%}
        {%- set found = [] -%}
        {%- for name in sources if group.format == 'lines' or vendor_name(name, export.columns[name], group.header) -%}
            {%- do found.append(name) -%}
        {%- endfor -%}
        {%- do filled.append(column.name) if found or not sources -%}
    {%- endfor -%}
    {{ return(filled) }}
{% endmacro %}
