{#- The rows of one input, wherever they come from: every column of its contract, as text without surrounding blanks or with the type
    that the file gives it (null where the source has none), with source_file, input_row (a number that grows by one with each row of
    a file), raw_row (the row as read, a struct) and is_blank: Excel writes lines of commas below the last row. Rows that need no
    number (is_numbered) are read on all cores, with the blank ones, so that a row's place in the table is its place in the file. -#}
{% macro raw(table, is_numbered=true) %}
    {#- always reference the seed: lineage shows where an input enters -#}
    {%- set seed = ref(table) -%}
    {%- set columns = input_columns(table) if execute else {} -%}
    {%- set files = files_to_read(table) if execute and reads_files() else [] -%}
    {%- set groups = header_groups(table, files, none) if files else [] -%}
    {%- set exports = exports_read(table) -%}
    {#- all of them when dbt parses, so that lineage shows them -#}
    {%- set export_models = {} -%}
    {%- for export in input_contracts()[table].get('exports', []) if not execute or export in exports -%}
        {%- do export_models.update({export: ref(export)}) -%}
    {%- endfor -%}
    {%- do groups.append({'header': [], 'types': {}, 'files': []}) if exports -%}
    {%- set shared_key = key_shared_by_tools(table) if exports | length > 1 else none -%}
    {%- set rows -%}
        {%- if exports %}
        {{ raw_files(table, files, groups[:-1], is_numbered, true) ~ "\nunion all" if groups[:-1] }}
        {%- for export in exports %}
        {{ mapped_rows(export, export_models[export], columns, shared_key) }}
        {{ "union all" if not loop.last }}
        {%- endfor %}
        {%- elif reads_files() %}
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
            {% for column in columns %}{{ adapter.quote(column) }} is null and {% endfor -%}
            {{ 'raw_row.exported_row is null' if exports else 'true' }} as is_blank
        from (
            select
                source_file,
                input_row,
                {{ row_struct(columns | list + (['exported_row'] if exports else [])) }} as raw_row
                {%- for column in columns %},
                {{ cleaned(column, groups) }} as {{ adapter.quote(column) }}
                {%- endfor %}
            from (
                {#- hashed here because nothing downstream may see the id, not even raw_row #}
                {{ pseudonymize_users(rows, groups, exports, hashes_sessions(table, columns)) if var('hash_user_ids') and 'user_id' in columns and not is_derived(table) else rows }}
            )
        )
    )
    {{ "where not is_blank" if is_numbered }}
{% endmacro %}

{#- Whether the ids of sessions are hashed with those of users: where they are of an analytics tool, and in orders if sessions are derived
    from its events. -#}
{% macro hashes_sessions(table, columns) %}
    {{ return(columns.get('session_id') is false and (table != 'orders' or is_derived('session_tracking'))) }}
{% endmacro %}

{#- The exports of other tools from which an input has files, or the model that derives it. -#}
{% macro exports_read(table) %}
    {%- if is_derived(table) -%}
        {{ return(input_contracts()[table].exports | select('in', ['derived_sessions', 'derived_carts']) | list) }}
    {%- endif -%}
    {%- set names = [] -%}
    {%- for group in (header_groups(table, files_found(table)) if execute and reads_files() and graph.nodes else []) if group.export -%}
        {%- do names.append(group.export) if group.export not in names -%}
    {%- endfor -%}
    {{ return(names | sort) }}
{% endmacro %}

{#- What the files of an input are: native, or exports of other tools, relations among them; nothing when there are none. -#}
{% macro origins(table) %}
    {%- set exports = exports_read(table) -%}
    {%- set has_native = not exports or header_groups(table, files_found(table), none) -%}
    {%- if is_derived(table) -%}
        {{ return(['derived from ' ~ input_contracts()[table].derived_from]) }}
    {%- endif -%}
    {{ return([] if is_absent(table) else (['native'] if has_native else []) + exports) }}
{% endmacro %}

{#- The key of an input if two tools use the same one, such as the ticket 1 of two help desks; else nothing. -#}
{% macro key_shared_by_tools(table) %}
    {%- set key = input_contracts()[table].key -%}
    {%- set files_of_tools = {} -%}
    {%- for group in (header_groups(table, files_found(table)) if key and exports_read(table) and not is_derived(table) else []) if group.export in exports() -%}
        {%- do files_of_tools.setdefault(exports()[group.export].tool, []).extend(group.files) -%}
    {%- endfor -%}
    {%- if files_of_tools | length > 1 -%}
        {%- set query -%}
            select count(*) from (
                select {{ key }} from (
                    {%- for tool, files in files_of_tools.items() %}
                    select distinct '{{ tool }}' as tool, cast({{ key }} as string) as {{ key }} from ({{ rows_as_exported(table, files) }})
                    {{ "union all" if not loop.last }}
                    {%- endfor %}
                )
                where {{ key }} is not null
                group by {{ key }}
                having count(*) > 1
            )
        {%- endset -%}
        {%- if run_query(query).columns[0].values()[0] -%}
            {{ return(key) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{#- The rows of an export as those of the input, with null in the columns that its model does not have. A key that two tools use has the
    name of the tool before it. -#}
{% macro mapped_rows(export, relation, columns, shared_key=none) -%}
    {%- set model = graph.nodes['model.' ~ project_name ~ '.' ~ export] -%}
    {%- set has_rows = is_model_of_rows(export) -%}
    {%- set types = types_of_model(export, relation, columns) if has_rows else {} -%}
        select
            {{ string_literal(name_of_relation(model)) if has_rows else 'source_file' }} as source_file,
            {{ input_row_number() if has_rows else 'input_row' }} as input_row
            {%- for column in columns %},
            {%- set value = value_of_type(adapter.quote(column), types.get(column, '')) %}
            {{ string_literal(exports()[export].tool ~ ' ') ~ ' || ' if column == shared_key and export in exports() }}cast({{ value if column in model.columns else 'null' }} as string) as {{ adapter.quote(column) }}
            {%- endfor %},
            {{ 'cast(null as string) as exported_row' if has_rows else 'exported_row' }}
        from {{ relation }}
{%- endmacro %}

{#- Files of one input under the contract's column names; no rows when there is no file. Files are read in groups of one header
    because a column may be elsewhere, or absent, in another file. -#}
{% macro raw_files(table, files, groups, is_numbered=true, has_exports=false) %}
    {%- set columns = input_columns(table) -%}
    {%- set is_csv = groups and groups[0].format == 'csv' -%}
    {%- for group in groups -%}
        select
            {{ source_file(group) }} as source_file,
            {{ input_row_number(group, is_numbered) }} as input_row
            {%- for column in columns %},
            {{ input_value(column, groups, group) }}
            {%- endfor %}
            {{- ',\n            cast(null as string) as exported_row' if has_exports }}
        from {{ read_csv_files(group, columns) if is_csv else read_parquet_files(group.files) }}
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
