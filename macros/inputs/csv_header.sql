{#- The column names of a CSV file, read from its first line alone. DuckDB's own sniffer guesses, and
    reports a broken line without its number; with the header known, nothing is left to guess. -#}
{% macro csv_header(file) %}
    {%- set first_line = run_query(
        "select line from read_csv(" ~ path_literal(file) ~ ", header = false, auto_detect = false, "
        ~ "columns = {'line': 'varchar'}, delim = '\x01', quote = '', escape = '', comment = '', "
        ~ "strict_mode = false, max_line_size = 33554432) limit 1"
    ) -%}
    {%- set problem = "is empty" if first_line.rows | length == 0
        else "begins with an empty line" if not (first_line.rows[0][0] or '').strip() -%}
    {%- if problem -%}
        {{ exceptions.raise_compiler_error(file ~ " " ~ problem ~ ": expected a header line with the column names.") }}
    {%- endif -%}
    {%- set pattern = ' *"(?:[^"]|"")*" *|[^",]*' -%}
    {%- if not modules.re.fullmatch('(?:' ~ pattern ~ ')(?:,(?:' ~ pattern ~ '))*', first_line.rows[0][0]) -%}
        {#- the reader would take the lines up to the next quote for the header, and lose them -#}
        {{ exceptions.raise_compiler_error(
            file ~ ", line 1: a quoted name is not closed, or goes on before or behind its quotes."
        ) }}
    {%- endif -%}
    {%- set names = [] -%}
    {%- for name in modules.re.split(',(?=(?:[^"]*"[^"]*")*[^"]*$)', first_line.rows[0][0]) -%}
        {%- do names.append(name.strip().strip('"').strip()) -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}
