{#- Files grouped by their header, as [{'header': [names], 'types': {name: type}, 'files': [...]}]. -#}

{#- Before the build: validates and records the headers of all files ({input: its files}), so that nothing is built when a file
    lacks a column. -#}
{% macro record_headers(files) %}
    {%- set problems = [] -%}
    {%- set rows = [] -%}
    {%- for table, paths in files.items() if paths -%}
        {%- for group in (csv_headers(paths) if input_format(paths[0]) == 'csv' else parquet_headers(paths)) -%}
            {%- set problem = group.problem or problem_with_header(
                group.files[0], group.header, input_columns(table), also_called(table), input_contracts()[table].get('either', [])
            ) -%}
            {%- do problems.append(problem) if problem -%}
            {%- do rows.append("('" ~ table ~ "', " ~ string_literal(tojson(group)) ~ ')') -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do raise_input_error(problems[:10] | join('\n')) if problems -%}
    {%- do replace_manifest_table(
        'headers', 'select * from (values ' ~ rows | join(', ') ~ ') as headers (input_table, file_group)'
    ) -%}
{% endmacro %}

{#- The names in the headers of all files of an input, each once. -#}
{% macro header_names(table) %}
    {%- set names = [] -%}
    {%- for group in header_groups(table, files_found(table)) -%}
        {%- do names.extend(group.header | reject('in', names) | reject('equalto', '')) -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}

{#- The recorded headers of some files of an input. -#}
{% macro header_groups(table, files) %}
    {%- set query -%} select file_group from manifest.headers where input_table = '{{ table }}' order by 1 {%- endset -%}
    {%- set groups = [] -%}
    {%- for text in run_query(query).columns[0].values() -%}
        {%- set group = fromjson(text) -%}
        {%- do group.update({'files': group.files | select('in', files) | list}) -%}
        {%- do groups.append(group) if group.files -%}
    {%- endfor -%}
    {{ return(groups) }}
{% endmacro %}

{#- CSV files. Names come only from the first line: DuckDB's sniffer guesses, and reports a broken line without its number.
    Many files are read in one query because a query costs more than opening a file. -#}
{% macro csv_headers(files) %}
    {%- set groups = {} -%}
    {%- for batch in files | batch(100) -%}
        {%- for line in first_lines(batch) -%}
            {%- set file = batch[loop.index0] -%}
            {%- set problem = problem_with_first_line(file, line) -%}
            {%- set names = [] if problem else parse_csv_header(line) -%}
            {%- do groups.setdefault(problem or tojson(names), {'header': names, 'types': {}, 'files': [], 'problem': problem})
                .files.append(file) -%}
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

{#- Query for the first line of a CSV file; on DuckDB python_steps/dbt_plugins/first_line.py reads it. -#}
{% macro select_first_line(file) -%} {{ return(adapter.dispatch('select_first_line')(file)) }} {%- endmacro %}
{% macro default__select_first_line(file) -%}
    select first_line({{ string_literal(file) }}) as line
{%- endmacro %}
{#- Spark keeps a byte order mark. -#}
{% macro spark__select_first_line(file) -%}
    select trim(leading '\ufeff' from value) from {{ spark_files('text', escape_glob(file)) }} limit 1
{%- endmacro %}

{#- Why the first line of a CSV file is no header; nothing when it is one. -#}
{% macro problem_with_first_line(file, line) %}
    {%- set name = ' *"(?:[^"]|"")*" *|[^",]*' -%}
    {%- if not line or not line.strip() -%}
        {{ return(
            file ~ (" is empty" if line is none else " begins with an empty line") ~ ": expected a header line with the column names."
        ) }}
    {%- elif line[0] == '\0' -%}
        {{ return(file ~ line[1:]) }}
    {%- elif not modules.re.fullmatch('(?:' ~ name ~ ')(?:,(?:' ~ name ~ '))*', line) -%}
        {#- the reader would take the lines up to the next quote for the header, and lose them -#}
        {{ return(
            file ~ ", line 1: a quoted name is not closed, or has text outside its quotes. Expected column names separated by commas."
        ) }}
    {%- endif -%}
{% endmacro %}

{#- The column names in the first line of a CSV file. -#}
{% macro parse_csv_header(line) %}
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

{#- What is wrong with a header: a required column is missing, or a column is there twice; nothing when it is right. -#}
{% macro problem_with_header(file, header, columns, aliases={}, either=[]) %}
    {%- set names = header | map('lower') | list -%}
    {%- set required = columns.items() | selectattr(1) | map(attribute=0) | list -%}
    {%- set missing = required | reject('in', names) | list -%}
    {%- set has_none_of = either if not either | select('in', names) | list else [] -%}
    {%- if missing or has_none_of -%}
        {%- set hints = [] -%}
        {%- for column in missing + has_none_of if names | length > 1 and likely_name(column, header, columns, aliases) -%}
            {%- do hints.append(likely_name(column, header, columns, aliases) ~ ' looks like ' ~ column ~ '.') -%}
        {%- endfor -%}
        {%- if names | length == 1 and modules.re.search('[;|\t]', names[0]) -%}
            {%- do hints.append('It seems to be separated by something other than a comma.') -%}
        {%- endif -%}
        {{ return(
            file ~ ' has no column ' ~ (missing | join(', ') if missing else has_none_of | join(' or '))
            ~ '. Expected ' ~ required | join(', ') ~ (' and ' ~ either | join(' or ') if either else '')
            ~ '; found ' ~ header | join(', ') | truncate(300) ~ '.' ~ (' ' ~ hints | join(' ') if hints else '')
        ) }}
    {%- endif -%}
    {%- for column in columns if names.count(column) > 1 -%}
        {{ return(file ~ ' has the column ' ~ column ~ ' more than once. Expected it once.') }}
    {%- endfor -%}
{% endmacro %}

{#- The name in a header that probably means a column that the header lacks: another spelling of it, one of the names under which
    tools export it (also_called in the yml twin, the likeliest first), or one that shares a long word with it. -#}
{% macro likely_name(column, header, columns, aliases) %}
    {%- set spellings = ([column] + aliases.get(column, [])) | map('replace', '_', '') | list -%}
    {%- set unknown = header | map('lower') | reject('in', columns) | list -%}
    {%- for spelling in spellings -%}
        {%- for name in header if name | lower in unknown and modules.re.sub('[^a-z0-9]', '', name | lower) == spelling -%}
            {{ return(name) }}
        {%- endfor -%}
    {%- endfor -%}
    {%- for name in header if name | lower in unknown -%}
        {%- for word in modules.re.findall('[a-z]{6,}', column) if word in name | lower -%}
            {{ return(name) }}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}

{#- The name of a column as a header writes it; nothing when the header has no such column. -#}
{% macro name_in_header(column, group) %}
    {%- for name in group.header if name | lower == column -%}
        {{ return(name) }}
    {%- endfor -%}
{% endmacro %}
