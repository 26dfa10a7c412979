{#- A reader of CSV files that share one header. The dialect is fixed and every value stays text: a reader
    that guesses takes '#' for a comment, '007' for 7, and skips the lines it does not understand. -#}
{% macro read_csv_files(files, header) -%}
    read_csv(
        [{% for file in files %}{{ path_literal(file) }}{{ ", " if not loop.last }}{% endfor %}],
        columns = { {%- for name in header %}{{ text_literal(name) }}: 'varchar'{{ ", " if not loop.last }}{% endfor -%} },
        auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', comment = '', skip = 0,
        strict_mode = true, null_padding = false, max_line_size = 33554432
    )
{%- endmacro %}
