{#- A reader of CSV files that share one header. The dialect is fixed and every value stays text: a reader
    that guesses takes '#' for a comment, '007' for 7, and skips the lines it does not understand. Columns of no
    input go by their number: their names may be blank, alike or anything. A hive partition (page=home/) would take
    the place of the column. -#}
{% macro read_csv_files(files, header, columns) -%}
    {{ return(adapter.dispatch('read_csv_files')(files, header, columns)) }}
{%- endmacro %}

{% macro default__read_csv_files(files, header, columns) -%}
    read_csv(
        {{ file_list(files) }},
        columns = {
            {%- for name in header %}
            {{- string_literal(name if name | lower in columns else 'column ' ~ loop.index) }}: 'varchar'{{ ", " if not loop.last }}
            {%- endfor -%}
        },
        filename = '_input_file', hive_partitioning = false,
        auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', comment = '', skip = 0,
        strict_mode = true, null_padding = false, max_line_size = 33554432
    )
{%- endmacro %}

{#- A query on Spark cannot say how CSV is written, a view can. It lasts as long as the session. -#}
{% macro spark__read_csv_files(files, header, columns) -%}
    {%- set view = 'csv_' ~ local_md5(files | join('|')) -%}
    {%- set names = [] -%}
    {%- for name in header -%}
        {%- do names.append(adapter.quote(name if name | lower in columns else 'column ' ~ loop.index) ~ ' string') -%}
    {%- endfor -%}
    {%- do run_query(
        "create or replace temporary view " ~ view ~ " (" ~ names | join(', ') ~ ") using csv options (
            path " ~ string_literal(combined_glob(files)) ~ ", header 'true', sep ',', quote '\"', escape '\"', multiLine 'true',
            mode 'FAILFAST', columnPruning 'false', unescapedQuoteHandling 'RAISE_ERROR', nullValue '', emptyValue '',
            maxCharsPerColumn '-1'
        )"
    ) -%}
    {{ return(view) }}
{%- endmacro %}
