{#- A reader of CSV files that share one header. The dialect is fixed and every value stays text: a reader
    that guesses takes '#' for a comment, '007' for 7, and skips the lines it does not understand. -#}
{% macro read_csv_files(files, header) -%}
    read_csv(
        [{% for file in files %}{{ path_literal(file) }}{{ ", " if not loop.last }}{% endfor %}],
        columns = { {%- for name in distinct_names(header) %}{{ text_literal(name) }}: 'varchar'{{ ", " if not loop.last }}{% endfor -%} },
        auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', comment = '', skip = 0,
        strict_mode = true, null_padding = false, max_line_size = 33554432
    )
{%- endmacro %}

{#- The names of a header, told apart where a column beyond the contract has none or that of another. -#}
{% macro distinct_names(header) %}
    {%- set names = [] -%}
    {%- for name in header -%}
        {%- set own = namespace(name=name or 'column ' ~ loop.index) -%}
        {%- for _ in header if own.name | lower in names | map('lower') -%}
            {%- set own.name = own.name ~ '_' -%}
        {%- endfor -%}
        {%- do names.append(own.name) -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}
