{#- Files grouped by their header, as [{'header': [names], 'types': {name: type}, 'files': [...]}]. -#}

{#- CSV files. Names come only from the first line: DuckDB's sniffer guesses, and reports a broken line without its number.
    Many files are read in one query because a query costs more than opening a file. -#}
{% macro csv_headers(files) %}
    {%- set groups = {} -%}
    {%- for batch in files | batch(100) -%}
        {%- for line in first_lines(batch) -%}
            {%- set file = batch[loop.index0] -%}
            {%- set names = parse_csv_header(file, line) -%}
            {%- do groups.setdefault(tojson(names), {'header': names, 'types': {}, 'files': []}).files.append(file) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(groups.values() | list) }}
{% endmacro %}

{#- The first line of each of some CSV files, in their order; none where a file has no line. -#}
{% macro first_lines(files) %}
    {%- set query -%}
        {%- for file in files %}
        select {{ loop.index0 }} as position, ({{ select_first_line(file) }}) as line
        {{ "union all" if not loop.last }}
        {%- endfor %}
        order by position
    {%- endset -%}
    {{ return(run_query(query).columns[1].values() | list) }}
{% endmacro %}

{#- Query for the first line of a CSV file. -#}
{% macro select_first_line(file) -%} {{ return(adapter.dispatch('select_first_line')(file)) }} {%- endmacro %}
{% macro default__select_first_line(file) -%}
    select coalesce(line, '')
    from read_csv(
        {{ path_literal(file) }}, header = false, auto_detect = false, columns = {'line': 'varchar'},
        delim = '\x01', quote = '', escape = '', comment = '', strict_mode = false, max_line_size = 33554432
    )
    limit 1
{%- endmacro %}
{#- Spark keeps a byte order mark. -#}
{% macro spark__select_first_line(file) -%}
    select trim(leading '\ufeff' from value) from {{ spark_files('text', escape_glob(file)) }} limit 1
{%- endmacro %}

{#- The column names in the first line of a CSV file. -#}
{% macro parse_csv_header(file, line) %}
    {%- if not line or not line.strip() -%}
        {%- do raise_input_error(
            file ~ (" is empty" if line is none else " begins with an empty line") ~ ": expected a header line with the column names."
        ) -%}
    {%- endif -%}
    {%- set name = ' *"(?:[^"]|"")*" *|[^",]*' -%}
    {%- if not modules.re.fullmatch('(?:' ~ name ~ ')(?:,(?:' ~ name ~ '))*', line) -%}
        {#- the reader would take the lines up to the next quote for the header, and lose them -#}
        {%- do raise_input_error(
            file ~ ", line 1: a quoted name is not closed, or has text outside its quotes. Expected names separated by commas."
        ) -%}
    {%- endif -%}
    {%- set names = modules.re.split(',(?=(?:[^"]*"[^"]*")*[^"]*$)', line) -%}
    {{ return(names | map('trim') | map('trim', '"') | map('trim') | list) }}
{% endmacro %}

{#- Parquet files. -#}
{% macro parquet_headers(files) -%} {{ return(adapter.dispatch('parquet_headers')(files)) }} {%- endmacro %}
{#- One query for all files, and one for each distinct header. -#}
{% macro default__parquet_headers(files) %}
    {%- set query -%}
        select
            file_name,
            md5(string_agg(concat_ws(' ', name, duckdb_type, logical_type, num_children), ',' order by column_id)) as header
        from parquet_schema({{ file_list(files) }})
        group by file_name
        order by file_name
    {%- endset -%}
    {%- set groups = {} -%}
    {%- for row in run_query(query).rows -%}
        {%- do groups.setdefault(row['header'], []).append(row['file_name']) -%}
    {%- endfor -%}
    {%- set headers = [] -%}
    {%- for group in groups.values() -%}
        {%- do headers.append(describe_parquet_files(group, 'exclude (_input_file)')) -%}
    {%- endfor -%}
    {{ return(headers) }}
{% endmacro %}
{#- Spark merges the headers of all files into one; it stops where two files give a column different types. -#}
{% macro spark__parquet_headers(files) %}
    {%- do run_query("set spark.sql.parquet.mergeSchema = true") -%}
    {{ return([describe_parquet_files(files)]) }}
{% endmacro %}

{#- The header of Parquet files of one schema. -#}
{% macro describe_parquet_files(files, exclude='') %}
    {%- set types = {} -%}
    {%- for column in run_query("describe select * " ~ exclude ~ " from " ~ read_parquet_files(files)).rows -%}
        {%- do types.update({column[0]: column[1]}) -%}
    {%- endfor -%}
    {{ return({'header': types | list, 'types': types, 'files': files}) }}
{% endmacro %}

{#- Stops when a header lacks a required column or has a column twice. -#}
{% macro validate_header(file, header, columns) %}
    {%- set names = header | map('lower') | list -%}
    {%- set required = columns.items() | selectattr(1) | map(attribute=0) | list -%}
    {%- set missing = required | reject('in', names) | list -%}
    {%- if missing -%}
        {%- set is_other = names | length == 1 and modules.re.search('[;|\t]', names[0]) -%}
        {%- do raise_input_error(
            file ~ " has no column " ~ missing | join(', ') ~ ". Expected " ~ required | join(', ')
            ~ "; found " ~ header | join(', ') | truncate(300) ~ "."
            ~ (" It seems to be separated by something other than a comma." if is_other else "")
        ) -%}
    {%- endif -%}
    {%- for column in columns if names.count(column) > 1 -%}
        {%- do raise_input_error(file ~ " has the column " ~ column ~ " more than once. Expected it once.") -%}
    {%- endfor -%}
{% endmacro %}

{#- The name of a column as a header writes it; nothing when the header has no such column. -#}
{% macro name_in_header(column, group) %}
    {%- for name in group.header if name | lower == column -%}
        {{ return(name) }}
    {%- endfor -%}
{% endmacro %}
