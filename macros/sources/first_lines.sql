{#- The first line of each of some CSV files, in their order; none where a file has no line. -#}
{% macro first_lines(files) %}
    {{ return(adapter.dispatch('first_lines')(files)) }}
{% endmacro %}

{% macro default__first_lines(files) %}
    {%- set lines -%}
        {%- for file in files %}
        select
            {{ loop.index0 }} as position,
            (
                select coalesce(line, '')
                from read_csv(
                    {{ path_literal(file) }}, header = false, auto_detect = false, columns = {'line': 'varchar'},
                    delim = '\x01', quote = '', escape = '', comment = '', strict_mode = false, max_line_size = 33554432
                )
                limit 1
            ) as line
        {{ "union all" if not loop.last }}
        {%- endfor %}
        order by position
    {%- endset -%}
    {{ return(run_query(lines).columns[1].values() | list) }}
{% endmacro %}

{% macro spark__first_lines(files) %}
    {%- set lines -%}
        {%- for file in files %}
        select
            {{ loop.index0 }} as position,
            (select value from {{ file_relation('text', escape_glob(file)) }} limit 1) as line
        {{ "union all" if not loop.last }}
        {%- endfor %}
        order by position
    {%- endset -%}
    {%- set found = [] -%}
    {%- for line in run_query(lines).columns[1].values() -%}
        {%- do found.append(line.lstrip('\ufeff') if line is not none else none) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{#- Files as Spark names them in a query. -#}
{% macro file_relation(format, path) -%}
    {{ return(format ~ '.`' ~ path.replace('`', '``') ~ '`') }}
{%- endmacro %}
