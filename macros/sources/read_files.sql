{#- Readers of files that share one header. -#}

{#- CSV. The format is fixed and every value stays text: a reader that guesses takes '#' for a comment and '007' for 7, and skips
    lines it does not understand. Extra columns are numbered because their names may be blank or repeated. Hive partitions are off:
    page=home/ would replace the column page. -#}
{% macro read_csv_files(group, columns) -%}
    {%- set names = [] -%}
    {%- for name in group.header -%}
        {%- do names.append(name if name | lower in columns else 'column ' ~ loop.index) -%}
    {%- endfor -%}
    {{ return(adapter.dispatch('read_delimited')(group, names)) }}
{%- endmacro %}

{#- Files of an export: CSV with the columns c0, c1 ...; JSON as the column document; a W3C log as line and c0, c1 ...;
    Parquet and relations as they are. -#}
{% macro read_export_files(group) -%}
    {%- set names = [] -%}
    {%- for name in group.header -%}
        {%- do names.append('c' ~ loop.index0) -%}
    {%- endfor -%}
    {%- if group.format == 'csv' -%}
        {{ return(adapter.dispatch('read_delimited')(group, names)) }}
    {%- elif group.format == 'json' -%}
        {{ return(adapter.dispatch('read_json')(group)) }}
    {%- elif group.format == 'w3c' -%}
        {{ return(adapter.dispatch('read_w3c_log')(group)) }}
    {%- elif group.format == 'relation' -%}
        {{ return(group.relation) }}
    {%- endif -%}
    {{ return(read_parquet_files(group.files)) }}
{%- endmacro %}

{% macro default__read_delimited(group, names) -%}
    read_csv(
        {{ file_list(paths_to_read(group)) }},
        columns = { {%- for name in names %}{{ string_literal(name) }}: 'varchar'{{ ", " if not loop.last }}{% endfor -%} },
        filename = '_input_file', hive_partitioning = false,
        auto_detect = false, header = true, delim = {{ string_literal(group.delimiter) }}, quote = '"', escape = '"', comment = '',
        skip = {{ group.skipped_lines }}, {{ "compression = 'none', " if group.is_copied }}
        strict_mode = true, null_padding = false, max_line_size = 4194304
    )
{%- endmacro %}

{#- Lines of text, as the column line; null where a line is empty. -#}
{% macro read_lines(group) -%} {{ return(adapter.dispatch('read_lines')(group)) }} {%- endmacro %}
{% macro default__read_lines(group) -%}
    read_csv(
        {{ file_list(paths_to_read(group)) }}, columns = {'line': 'varchar'}, filename = '_input_file', hive_partitioning = false,
        auto_detect = false, header = false, delim = '{{ '\x01\x02\x03' }}', quote = '', escape = '', comment = '', skip = 0,
        {{ "compression = 'none', " if group.is_copied }}strict_mode = false, null_padding = false, max_line_size = 4194304
    )
{%- endmacro %}
{% macro spark__read_lines(group) -%}
    (select nullif(value, '') as line from {{ spark_files('text', combined_glob(group.files)) }})
{%- endmacro %}

{#- Objects of JSON lines or of an array, or in a list of such objects (rows_in), as the column document; null for a line that is none. -#}
{% macro default__read_json(group) -%}
    {%- set document = "unnest(json_extract(json, '$.\"" ~ group.rows_in | replace("'", "''") ~ "\"[*]'))" if group.rows_in else 'json' -%}
    (
        select filename as _input_file, {{ document }} as document
        from read_json_objects(
            {{ file_list(paths_to_read(group)) }}, filename = true, maximum_object_size = 67108864
            {{- ", format = 'newline_delimited', ignore_errors = true" if group.is_json_lines }}
        )
    )
{%- endmacro %}

{% macro spark__read_json(group) -%}
    {{ raise_input_error(group.files[0] ~ ' is JSON, which is not read on Spark.') }}
{%- endmacro %}

{#- A W3C log: each row has its line, null for a comment, and its values as c0, c1 ... in the order of the group's header. A line with
    more or fewer values than its #Fields names has none. Where files have several such lists, rows are numbered to find the one above
    each, which takes three times as long. -#}
{% macro default__read_w3c_log(group) -%}
    {%- set has_lists = group.field_lists | length > 1 -%}
    {%- set tab = 'chr(9)' -%}
    (
        select
            _input_file,
            {{ 'line_number,' if has_lists }}
            line
            {%- for name in group.header %},
            case
                {%- for names in group.field_lists if name in names %}
                when {{ 'field_list = ' ~ string_literal(names | join(' ')) ~ ' and ' if has_lists -}}
                    len(fields) = {{ names | length }} then nullif(fields[{{ names.index(name) + 1 }}], '-')
                {%- endfor %}
            end as c{{ loop.index0 }}
            {%- endfor %}
        from (
            select
                *,
                string_split(rtrim(line, ' '), case when contains(line, {{ tab }}) then {{ tab }} else ' ' end) as fields
            from (
                {%- if has_lists %}
                select
                    lines._input_file,
                    lines.line_number,
                    lists.field_list,
                    case when lines.line not like '#%' then lines.line end as line
                from {{ numbered_lines(group) }} as lines
                asof left join (
                    select
                        _input_file,
                        line_number,
                        trim(regexp_replace(substr(line, 9), '\s+', ' ', 'g')) as field_list
                    from {{ numbered_lines(group) }}
                    where line like '#Fields:%'
                ) as lists
                    on
                        lines._input_file = lists._input_file
                        and lines.line_number >= lists.line_number
                {%- else %}
                select
                    _input_file,
                    case when line not like '#%' then line end as line
                from {{ default__read_lines(group) }}
                {%- endif %}
            )
        )
    )
{%- endmacro %}

{#- Lines of files with a number that grows by one with each line of a file. -#}
{% macro numbered_lines(group) -%} (select *, row_number() over () as line_number from {{ default__read_lines(group) }}) {%- endmacro %}

{% macro spark__read_w3c_log(group) -%}
    {{ raise_input_error(group.files[0] ~ ' is a W3C log, which is not read on Spark.') }}
{%- endmacro %}

{#- The files of a group, or their copies in an encoding that the engine reads. -#}
{% macro paths_to_read(group) -%}
    {%- if not group.is_copied -%}
        {{ return(group.files) }}
    {%- endif -%}
    {%- set paths = [] -%}
    {%- for file in group.files -%}
        {%- do paths.append(copies_folder() ~ file[raw_dir() | length:]) -%}
    {%- endfor -%}
    {{ return(paths) }}
{%- endmacro %}

{#- On Spark only a view takes CSV options. It lasts as long as the session. -#}
{% macro spark__read_delimited(group, names) -%}
    {%- set files = group.files -%}
    {%- set name_of_view = 'csv_' ~ local_md5(files | join('|')) -%}
    {%- set view -%}
        create or replace temporary view {{ name_of_view }} (
            {%- for name in names %}{{ adapter.quote(name) }} string{{ ", " if not loop.last }}{% endfor -%}
        ) using csv options (
            path {{ string_literal(combined_glob(files)) }}, header 'true', sep {{ string_literal(group.delimiter) }}, quote '"', escape '"', multiLine 'true',
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
    {%- set is_parquet = group and group.format != 'relation' and input_format(group.files[0]) == 'parquet' -%}
    {{ return(adapter.dispatch('input_row_number')(group, is_parquet, is_numbered)) }}
{%- endmacro %}
{#- Numbering rows limits a reader to one thread, so the numbers that a Parquet reader has anyway are used, unless the file has a
    column of that name. -#}
{% macro default__input_row_number(group, is_parquet, is_numbered) -%}
    {%- if group and group.field_lists and group.field_lists | length > 1 -%}
        {{ return('line_number') }}
    {%- elif is_parquet and not name_in_header('file_row_number', group) -%}
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

{#- The file of a row as a path below raw_dir, or the name of its relation. -#}
{% macro source_file(group) -%}
    {%- if group.format == 'relation' -%}
        {{ return(string_literal(name_in_raw_dir(group.files[0]))) }}
    {%- endif -%}
    {{ return(adapter.dispatch('source_file')(group)) }}
{%- endmacro %}
{% macro default__source_file(group) -%}
    substr(_input_file, {{ (copies_folder() if group.is_copied else raw_dir()) | length + 2 }})
{%- endmacro %}
{% macro spark__source_file(group) -%}
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
