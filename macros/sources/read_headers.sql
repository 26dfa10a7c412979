{#- Files in groups of one header, as [{'export': name or none, 'format': csv, parquet, json, w3c or lines, 'header': [names],
    'types': {name: type}, 'files': [...], 'delimiter': ',', 'skipped_lines': 0, 'is_copied': false}]; of JSON also the list that the rows
    are in as 'rows_in', of W3C logs 'field_lists': [[names], ...]. -#}

{#- Records the header groups of all files, by input. -#}
{% macro record_headers(groups) %}
    {%- set rows = [] -%}
    {%- for table in groups -%}
        {%- for group in groups[table] -%}
            {%- do rows.append("('" ~ table ~ "', " ~ string_literal(tojson(group)) ~ ')') -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do replace_manifest_table(
        'headers', 'select * from (values ' ~ rows | join(', ') ~ ') as headers (input_table, file_group)'
    ) -%}
{% endmacro %}

{#- The recorded header groups of some files of an input: those with its own columns (export is none), of one export, or all. -#}
{% macro header_groups(table, files, export='any') %}
    {%- set query -%} select file_group from manifest.headers where input_table = '{{ table }}' order by 1 {%- endset -%}
    {%- set groups = [] -%}
    {%- for text in run_query(query).columns[0].values() -%}
        {%- set group = fromjson(text) -%}
        {%- do group.update({'files': group.files | select('in', files) | list}) -%}
        {%- do groups.append(group) if group.files and export in ['any', group.export] -%}
    {%- endfor -%}
    {{ return(groups) }}
{% endmacro %}

{#- The names in the headers of some header groups, each once. -#}
{% macro header_names(groups) %}
    {%- set names = [] -%}
    {%- for group in groups -%}
        {%- do names.extend(group.header | reject('in', names) | reject('equalto', '')) -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}

{#- The header groups of files that are named like an input and have its columns, or are an export of another tool that holds it.
    Adds to problems what is wrong with others. -#}
{% macro groups_of_native_files(table, files, problems) %}
    {%- set groups = [] -%}
    {%- for group in (csv_headers(files) if input_format(files[0]) == 'csv' else parquet_headers(files)) -%}
        {%- set problem = group.problem or problem_with_header(
            group.files[0], group.header, input_columns(table), also_called(table), input_contracts()[table].get('either', [])
        ) -%}
        {%- set matching = matching_exports(group, [], table) if problem and not group.problem else [] -%}
        {%- do problems.append(problem) if problem and not matching -%}
        {%- do groups.append(dict(group, export=matching | first or none)) -%}
    {%- endfor -%}
    {{ return(groups) }}
{% endmacro %}

{#- CSV files. -#}
{% macro csv_headers(files) %}
    {%- set groups = {} -%}
    {%- for file, found in describe_files(files).items() -%}
        {%- do add_to_group(groups, csv_group(file, found)) -%}
    {%- endfor -%}
    {{ return(groups.values() | list) }}
{% endmacro %}

{#- Adds the files of a group to the one of groups that is equal but for its files. -#}
{% macro add_to_group(groups, group) %}
    {%- do groups.setdefault(tojson(dict(group, files=[])), dict(group, files=[])).files.extend(group.files) -%}
{% endmacro %}

{#- The header group of one CSV file. Names come only from the first line, after the line sep=; of Excel: DuckDB's sniffer guesses, and
    reports a broken line without its number. -#}
{% macro csv_group(file, found) %}
    {%- set skipped = 1 if found.lines and modules.re.fullmatch('(?i)"?sep=.?"?', found.lines[0]) else 0 -%}
    {%- set line = found.lines[skipped] if found.lines | length > skipped else none -%}
    {%- set delimiter = delimiter_of(line) -%}
    {%- set problem = file ~ found.problem if found.problem else problem_with_first_line(file, line, delimiter) -%}
    {{ return({
        'export': none, 'format': 'csv', 'header': [] if problem else parse_csv_header(line, delimiter), 'types': {}, 'files': [file],
        'problem': problem, 'delimiter': delimiter, 'skipped_lines': skipped, 'is_copied': found.is_copied,
    }) }}
{% endmacro %}

{#- The character that separates the names of a header: the common one that occurs most outside quotes, or a comma. -#}
{% macro delimiter_of(line) %}
    {%- set unquoted = modules.re.sub('"(?:[^"]|"")*"', '', line or '') -%}
    {%- set best = namespace(delimiter=',', count=unquoted.count(',')) -%}
    {%- for delimiter in [';', '\t', '|'] if unquoted.count(delimiter) > best.count -%}
        {%- set best.delimiter = delimiter -%}
        {%- set best.count = unquoted.count(delimiter) -%}
    {%- endfor -%}
    {{ return(best.delimiter) }}
{% endmacro %}

{#- The first lines of some files, as {file: {lines, keys, list, problem, is_copied}}; python_steps/dbt_plugins/describe_file.py reads them on
    DuckDB. Many files are read in one query because a query costs more than opening a file. -#}
{% macro describe_files(files) -%} {{ return(adapter.dispatch('describe_files')(files)) }} {%- endmacro %}
{% macro default__describe_files(files) %}
    {%- set descriptions = {} -%}
    {%- for batch in files | batch(100) -%}
        {%- set query -%}
            {%- for file in batch %}
            select
                {{ loop.index0 }} as position,
                describe_file({{ string_literal(file) }}, {{ string_literal(copies_folder() ~ file[raw_dir() | length:]) }}, {{ string_literal(var('source_encoding')) }}) as description
            {{ "union all" if not loop.last }}
            {%- endfor %}
            order by position
        {%- endset -%}
        {%- for description in run_query(query).columns[1].values() -%}
            {%- do descriptions.update({batch[loop.index0]: fromjson(description)}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(descriptions) }}
{% endmacro %}
{#- Spark keeps a byte order mark. -#}
{% macro spark__describe_files(files) %}
    {%- set descriptions = {} -%}
    {%- for file in files -%}
        {%- set query -%}
            select trim(leading '\ufeff' from value) from {{ spark_files('text', escape_glob(file)) }} limit 1
        {%- endset -%}
        {%- do descriptions.update(
            {file: {'lines': run_query(query).columns[0].values() | list, 'keys': none, 'list': none, 'problem': none, 'is_copied': false}}
        ) -%}
    {%- endfor -%}
    {{ return(descriptions) }}
{% endmacro %}

{#- Where files that the engine cannot read are copied to, in an encoding that it can. -#}
{% macro copies_folder() -%} {{ return(target.path ~ '.utf8' if target.path else '') }} {%- endmacro %}

{#- Why the first line of a CSV file is no header; nothing when it is one. -#}
{% macro problem_with_first_line(file, line, delimiter=',') %}
    {%- set name = ' *"(?:[^"]|"")*" *|[^"' ~ delimiter ~ ']*' -%}
    {%- if not line or not line.strip() -%}
        {{ return(
            file ~ (" is empty" if line is none else " begins with an empty line") ~ ": expected a header line with the column names."
        ) }}
    {%- elif not modules.re.fullmatch('(?:' ~ name ~ ')(?:[' ~ delimiter ~ '](?:' ~ name ~ '))*', line) -%}
        {#- the reader would take the lines up to the next quote for the header, and lose them -#}
        {{ return(
            file ~ ", line 1: a quoted name is not closed, or has text outside its quotes. Expected column names separated by commas."
        ) }}
    {%- endif -%}
{% endmacro %}

{#- The column names in the first line of a CSV file. -#}
{% macro parse_csv_header(line, delimiter=',') %}
    {%- set names = modules.re.split('[' ~ delimiter ~ '](?=(?:[^"]*"[^"]*")*[^"]*$)', line) -%}
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
    {{ return({'export': none, 'format': 'parquet', 'header': types | list, 'types': types, 'files': files, 'is_copied': false}) }}
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
