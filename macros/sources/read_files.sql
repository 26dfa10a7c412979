{#- Readers of files that share one header. -#}

{#- CSV. The format is fixed and every value stays text: a reader that guesses takes '#' for a comment and '007' for 7, and skips
    lines it does not understand. Extra columns are numbered because their names may be blank or repeated. Hive partitions are off:
    page=home/ would replace the column page. -#}
{% macro read_csv_files(files, header, columns) -%}
    {%- set names = [] -%}
    {%- for name in header -%}
        {%- do names.append(name if name | lower in columns else 'column ' ~ loop.index) -%}
    {%- endfor -%}
    {{ return(adapter.dispatch('read_csv_files')(files, names)) }}
{%- endmacro %}

{% macro default__read_csv_files(files, names) -%}
    read_csv(
        {{ file_list(files) }},
        columns = { {%- for name in names %}{{ string_literal(name) }}: 'varchar'{{ ", " if not loop.last }}{% endfor -%} },
        filename = '_input_file', hive_partitioning = false,
        auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', comment = '', skip = 0,
        strict_mode = true, null_padding = false, max_line_size = 4194304
    )
{%- endmacro %}
{#- On Spark only a view takes CSV options. It lasts as long as the session. -#}
{% macro spark__read_csv_files(files, names) -%}
    {%- set name_of_view = 'csv_' ~ local_md5(files | join('|')) -%}
    {%- set view -%}
        create or replace temporary view {{ name_of_view }} (
            {%- for name in names %}{{ adapter.quote(name) }} string{{ ", " if not loop.last }}{% endfor -%}
        ) using csv options (
            path {{ string_literal(combined_glob(files)) }}, header 'true', sep ',', quote '"', escape '"', multiLine 'true',
            mode 'FAILFAST', columnPruning 'false', unescapedQuoteHandling 'RAISE_ERROR', nullValue '', emptyValue '',
            maxCharsPerColumn '-1'
        )
    {%- endset -%}
    {%- do run_query(view) -%}
    {{ return(name_of_view) }}
{%- endmacro %}

{#- Parquet. Hive partitions are not columns of the input; the file name is in _input_file because filename may be a column. -#}
{% macro read_parquet_files(files) -%} {{ return(adapter.dispatch('read_parquet_files')(files)) }} {%- endmacro %}
{% macro default__read_parquet_files(files) -%}
    read_parquet({{ file_list(files) }}, filename = '_input_file', hive_partitioning = false)
{%- endmacro %}
{% macro spark__read_parquet_files(files) -%}
    {{ return(spark_files('parquet', combined_glob(files))) }}
{%- endmacro %}

{#- A number that grows by one with each row of a file, or of a seed (group is none). -#}
{% macro input_row_number(group=none, is_numbered=true) -%}
    {{ return(adapter.dispatch('input_row_number')(group, group and input_format(group.files[0]) == 'parquet', is_numbered)) }}
{%- endmacro %}
{#- Numbering rows limits a reader to one thread, so the numbers that a Parquet reader has anyway are used, unless the file has a
    column of that name. -#}
{% macro default__input_row_number(group, is_parquet, is_numbered) -%}
    {%- if is_parquet and not name_in_header('file_row_number', group) -%}
        {{ return('file_row_number') }}
    {%- endif -%}
    {{ return('row_number() over ()' if is_numbered else 'cast(null as bigint)') }}
{%- endmacro %}
{#- A CSV file is one part, within which numbers grow by one; the parts of a Parquet file are in no order. -#}
{% macro spark__input_row_number(group, is_parquet, is_numbered) -%}
    {{ return('_metadata.row_index' if is_parquet else 'monotonically_increasing_id()') }}
{%- endmacro %}

{#- The same number in a base model: DuckDB keeps the order of a file in its tables, so where rows were not numbered, their places in
    the table are their numbers. -#}
{% macro row_position() -%} {{ return(adapter.dispatch('row_position')()) }} {%- endmacro %}
{% macro default__row_position() -%}
    {{ return('coalesce(input_row, rowid)' if execute and flags.WHICH in ['build', 'run'] else 'input_row') }}
{%- endmacro %}
{% macro spark__row_position() -%} {{ return('input_row') }} {%- endmacro %}

{#- The file of a row as a path below raw_dir. -#}
{% macro source_file() -%} {{ return(adapter.dispatch('source_file')()) }} {%- endmacro %}
{% macro default__source_file() -%}
    substr(_input_file, {{ raw_dir() | length + 2 }})
{%- endmacro %}
{% macro spark__source_file() -%}
    {%- set folder = string_literal(raw_dir() ~ '/') -%}
    {%- set file = "url_decode(replace(input_file_name(), '+', '%2B'))" -%}
    substr({{ file }}, instr({{ file }}, {{ folder }}) + length({{ folder }}))
{%- endmacro %}

{#- A path as an SQL literal in which DuckDB expands only the pattern. -#}
{% macro path_literal(path, pattern='') -%}
    {{ return(string_literal(path.replace('[', '[[]').replace('*', '[*]').replace('?', '[?]') ~ pattern)) }}
{%- endmacro %}

{#- Paths as an SQL list. -#}
{% macro file_list(files) -%}
    [{% for file in files %}{{ path_literal(file) }}{{ ", " if not loop.last }}{% endfor %}]
{%- endmacro %}

{#- Files as Spark names them in a query. -#}
{% macro spark_files(format, path) -%}
    {{ return(format ~ '.`' ~ path.replace('`', '``') ~ '`') }}
{%- endmacro %}

{#- A path in which Hadoop expands nothing. -#}
{% macro escape_glob(path) %}
    {{ return(modules.re.sub('([][{}*?,\\\\])', '\\\\\\1', path)) }}
{% endmacro %}

{#- Files of raw_dir as one path of Hadoop. -#}
{% macro combined_glob(files) %}
    {%- set paths = [] -%}
    {%- for file in files -%}
        {%- do paths.append(escape_glob(file[raw_dir() | length + 1:])) -%}
    {%- endfor -%}
    {{ return(escape_glob(raw_dir()) ~ '/' ~ (paths[0] if paths | length == 1 else '{' ~ paths | join(',') ~ '}')) }}
{% endmacro %}
