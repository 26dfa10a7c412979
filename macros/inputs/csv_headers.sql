{#- CSV files by their header: [{'header': [names], 'types': {}, 'files': [...]}]. The names are read from the first line
    alone: DuckDB's own sniffer guesses, and reports a broken line without its number; with the header known, nothing is
    left to guess. Lines are read for many files at once, for each query costs more than opening a file. -#}
{% macro csv_headers(files) %}
    {%- set groups = {} -%}
    {%- for batch in files | batch(100) -%}
        {%- set lines -%}
            {%- for file in batch %}
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
        {%- for line in run_query(lines).columns[1].values() -%}
            {%- set file = batch[loop.index0] -%}
            {%- set names = csv_names(file, line) -%}
            {%- do groups.setdefault(tojson(names), {'header': names, 'types': {}, 'files': []}).files.append(file) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(groups.values() | list) }}
{% endmacro %}

{#- The column names in the first line of a CSV file; the line is none when the file has no line. -#}
{% macro csv_names(file, line) %}
    {%- set problem = "is empty" if line is none else "begins with an empty line" if not line.strip() -%}
    {%- if problem -%}
        {{ exceptions.raise_compiler_error(file ~ " " ~ problem ~ ": expected a header line with the column names.") }}
    {%- endif -%}
    {%- set pattern = ' *"(?:[^"]|"")*" *|[^",]*' -%}
    {%- if not modules.re.fullmatch('(?:' ~ pattern ~ ')(?:,(?:' ~ pattern ~ '))*', line) -%}
        {#- the reader would take the lines up to the next quote for the header, and lose them -#}
        {{ exceptions.raise_compiler_error(
            file ~ ", line 1: a quoted name is not closed, or goes on before or behind its quotes."
        ) }}
    {%- endif -%}
    {%- set names = [] -%}
    {%- for name in modules.re.split(',(?=(?:[^"]*"[^"]*")*[^"]*$)', line) -%}
        {%- do names.append(name.strip().strip('"').strip()) -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}
