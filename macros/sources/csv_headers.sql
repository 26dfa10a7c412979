{#- CSV files by their header: [{'header': [names], 'types': {}, 'files': [...]}]. The names are read from the first line
    alone: DuckDB's own sniffer guesses, and reports a broken line without its number; with the header known, nothing is
    left to guess. Lines are read for many files at once, for each query costs more than opening a file. -#}
{% macro csv_headers(files) %}
    {%- set groups = {} -%}
    {%- for batch in files | batch(100) -%}
        {%- for line in first_lines(batch) -%}
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
