{%- set rows = [] -%}
{%- for table in input_tables() -%}
{#- in seeds, columns are known once they are loaded -#}
{%- set staged = ref('stg_' ~ table) -%}
{%- if can_look_into(table) -%}
{%- set columns = input_columns(table) -%}
{%- set groups = header_groups(table, files_found(table)) if reads_files() else [] -%}
{%- set names = header_names(groups | rejectattr('export') | list) -%}
{%- for column in absent_columns(table) | reject('in', detail_columns(table)) -%}
{%- do rows.append((table, column, 'absent', likely_name(column, names, columns, also_called(table)) or '')) -%}
{%- endfor -%}
{%- for name in names_ignored(groups, columns) -%}
{%- do rows.append((table, name, 'ignored', '')) -%}
{%- endfor -%}
{%- endif -%}
{%- endfor -%}
with
int_input_columns as (
    {%- for table, column, status, likely_name in rows %}
    select
        '{{ table }}' as input_table,
        {{ string_literal(column) }} as column_name,
        '{{ status }}' as status,
        nullif({{ string_literal(likely_name) }}, '') as likely_name
    {{ "union all" if not loop.last }}
    {%- else %}
    select
        cast(null as string) as input_table,
        cast(null as string) as column_name,
        cast(null as string) as status,
        cast(null as string) as likely_name
    where false
    {%- endfor %}
)

select * from int_input_columns
