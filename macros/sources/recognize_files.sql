{#- What a file in raw_dir is: an input by its name, or the export of another tool by its content. -#}

{#- The exports of other tools, as {name: {input, format, tool, columns: {name in the model: {header, also, is_signature}}}}: sources with a
    meta input. The model of an export has the same name. relation_exports has those that are models. -#}
{% macro exports() %}
    {%- set found = {} -%}
    {%- for source in (graph.sources.values() if graph.sources else []) if source.config.meta.get('input') -%}
        {%- set columns = {} -%}
        {%- for column in source.columns.values() -%}
            {%- do columns.update({column.name: column.config.meta}) -%}
        {%- endfor -%}
        {%- do found.update({source.source_name ~ '_' ~ source.name: dict(source.config.meta, tool=source.source_name, columns=columns)}) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

{#- Sorts files into {'groups': {input: [header groups]}, 'unknown': {file: its name and what it seems to be}, 'problems': [messages]}. -#}
{% macro recognize_files(files) %}
    {%- set groups, unknown, problems, named = {}, {}, [], [] -%}
    {%- for table in input_tables() -%}
        {%- set own_files = input_files(table, files) -%}
        {%- do named.extend(own_files) -%}
        {%- do groups.update({table: groups_of_native_files(table, own_files, problems) if own_files else []}) -%}
    {%- endfor -%}
    {%- set matched = {} -%}
    {%- for found in groups_of_other_files(files | reject('in', named) | list) -%}
        {%- set file = found.group.files[0] -%}
        {%- set matching = [] if found.problem else matching_exports(found.group, found.lines) -%}
        {%- if not matching and found.list -%}
            {#- the response of an API: its rows are in a list -#}
            {%- set group = dict(found.group, header=found.list['keys'], rows_in=found.list.name) -%}
            {%- do matching.extend(matching_exports(group, [])) -%}
            {%- do found.update({'group': group}) if matching -%}
        {%- endif -%}
        {%- set folder = name_in_raw_dir(file).split('/')[0] -%}
        {%- set names = [folder] if folder in matching else matching -%}
        {%- if names | length > 1 -%}
            {%- do problems.append(file ~ ' may be ' ~ names | join(' or ') ~ '. Put it into a folder with the name of what it is.') -%}
        {%- elif names and problem_with_list(names[0], exports()[names[0]].input) -%}
            {%- do problems.append(problem_with_list(names[0], exports()[names[0]].input)) -%}
        {%- elif names -%}
            {%- set export = exports()[names[0]] -%}
            {%- do found.group.update(dict(without_delimiter(), format='lines', header=[])) if export.format == 'lines' -%}
            {%- do found.group.update({'header': json_keys(found.group)}) if export.format != 'lines' and found.group.format == 'json' -%}
            {%- do add_to_group(matched, dict(found.group, export=names[0])) -%}
        {%- else -%}
            {%- do unknown.update({file: name_in_raw_dir(file) ~ (found.problem or nearest_export(found.group))}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for group in matched.values() -%}
        {%- do groups[exports()[group.export].input].append(group) -%}
    {%- endfor -%}
    {{ return({'groups': groups, 'unknown': unknown, 'problems': problems}) }}
{% endmacro %}

{#- Files without an input's name, as [{group: its header group, lines: its first ones, list: of JSON, the name and the keys of its first
    list of objects, problem: why it cannot be read}]. -#}
{% macro groups_of_other_files(files) %}
    {%- set found = [] -%}
    {%- set text_files = [] -%}
    {%- for file in files -%}
        {%- if input_format(file) == 'parquet' -%}
            {%- do found.append({'group': parquet_headers([file])[0], 'lines': [], 'problem': none}) -%}
        {%- else -%}
            {%- do text_files.append(file) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set w3c_groups = [] -%}
    {%- for file, described in (describe_files(text_files) if text_files else {}).items() -%}
        {%- set group = csv_group(file, described) -%}
        {%- if described['keys'] is not none -%}
            {#- a line that is cut, as in a log that is still written, must not stop the build -#}
            {%- set is_lines = described.lines and fromjson(described.lines[0]) is mapping -%}
            {%- do group.update(dict(without_delimiter(), format='json', header=described['keys'], is_json_lines=is_lines)) -%}
        {%- elif has_matching_line(described.lines, '#Fields:') -%}
            {%- do group.update(dict(without_delimiter(), format='w3c')) -%}
            {%- do w3c_groups.append(group) -%}
        {%- endif -%}
        {%- do found.append({'group': group, 'lines': described.lines, 'list': described.list, 'problem': described.problem}) -%}
    {%- endfor -%}
    {%- do read_w3c_headers(w3c_groups) if w3c_groups -%}
    {{ return(found) }}
{% endmacro %}

{#- The keys of all objects in a JSON file: those of a few, such as the user of a visitor who logs in, may not be among the first. -#}
{% macro json_keys(group) %}
    {%- set query -%}
        select distinct unnest(json_keys(document)) as name from {{ read_export_files(group) }} order by name
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{% endmacro %}

{#- What the header group of a file that is no CSV has in place of what its first line seemed to be: files of one export are one group. -#}
{% macro without_delimiter() -%} {{ return({'delimiter': ',', 'skipped_lines': 0, 'problem': none}) }} {%- endmacro %}

{#- Adds to the groups of W3C logs what their lines #Fields name: field_lists has each of these lists once, since a server that is
    restarted may write another one further down, and header all names. -#}
{% macro read_w3c_headers(groups) %}
    {%- set lists = {} -%}
    {%- for is_copied in [false, true] -%}
        {%- set files = groups | selectattr('is_copied', 'equalto', is_copied) | map(attribute='files') | sum(start=[]) -%}
        {%- set query -%}
            select distinct {{ source_file({'is_copied': is_copied}) }}, line
            from {{ read_lines({'files': files, 'is_copied': is_copied}) }}
            where line like '#Fields:%'
            order by all
        {%- endset -%}
        {%- for row in (run_query(query).rows if files else []) -%}
            {%- set lists_of_file = lists.setdefault(row[0], []) -%}
            {%- do lists_of_file.append(row[1][8:].split()) if row[1][8:].split() not in lists_of_file -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for group in groups -%}
        {%- set field_lists = lists[name_in_raw_dir(group.files[0])] -%}
        {%- do group.update({'field_lists': field_lists, 'header': field_lists | sum(start=[]) | unique(true) | list}) -%}
    {%- endfor -%}
{% endmacro %}

{#- The exports that a header group or the first lines of its file fit, of one input or all. -#}
{% macro matching_exports(group, lines, table=none) %}
    {%- set names = [] -%}
    {%- for name, export in exports().items() if table in [none, export.input] -%}
        {%- if export.format == 'lines' -%}
            {%- do names.append(name) if has_matching_line(lines, export.pattern) -%}
        {%- elif group.format in formats_of(export) and not missing_from_signature(export, group.header) -%}
            {%- do names.append(name) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(names) }}
{% endmacro %}

{#- The formats in which an export may come: a table is CSV, Parquet or JSON. -#}
{% macro formats_of(export) -%}
    {{ return(['csv', 'parquet', 'json'] if export.format == 'table' else [export.format]) }}
{%- endmacro %}

{#- Whether a pattern fits one of the first lines of a file. -#}
{% macro has_matching_line(lines, pattern) %}
    {%- for line in lines if modules.re.match(pattern, line) -%}
        {{ return(true) }}
    {%- endfor -%}
    {{ return(false) }}
{% endmacro %}

{#- The columns by which an export is known that a header lacks. -#}
{% macro missing_from_signature(export, header) %}
    {%- set missing = [] -%}
    {%- for column, meta in export.columns.items() if meta.is_signature and not vendor_name(column, meta, header) -%}
        {%- do missing.append(column) -%}
    {%- endfor -%}
    {{ return(missing) }}
{% endmacro %}

{#- The name in a header of a column of an export: the one that is its name in lower case with _ for all other characters, else one of
    the names that it has elsewhere (also_called), else one that fits a pattern (header_pattern). None when there is none. -#}
{% macro vendor_name(column, meta, header) %}
    {%- for spelling in [column] + meta.get('also_called', []) -%}
        {%- for name in header if snake_case(name) == snake_case(spelling) -%}
            {{ return(name) }}
        {%- endfor -%}
    {%- endfor -%}
    {%- for name in header if meta.header_pattern and modules.re.fullmatch(meta.header_pattern, name | lower) -%}
        {{ return(name) }}
    {%- endfor -%}
{% endmacro %}

{#- A name in lower case with _ for everything but letters and digits. -#}
{% macro snake_case(name) -%} {{ return(modules.re.sub('[^a-z0-9]+', '_', name | lower).strip('_')) }} {%- endmacro %}

{#- What an unknown header resembles: the export or input of whose columns it has the most, and what it lacks; else nothing. -#}
{% macro nearest_export(group) %}
    {%- set best = namespace(text='', share=0.5) -%}
    {%- for name, export in exports().items() if export.format not in ['lines', 'relation'] and group.header -%}
        {%- set missing = missing_from_signature(export, group.header) -%}
        {%- set share = 1 - missing | length / ([export.columns.values() | selectattr('is_signature', 'true') | list | length, 1] | max) -%}
        {%- if share > best.share -%}
            {%- set best.text, best.share = ' (like ' ~ name ~ ', but without ' ~ missing | join(', ') ~ ')', share -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set names = group.header | map('lower') | list -%}
    {%- set fitting = namespace(count=1) -%}
    {%- for table in input_tables() if input_columns(table) | select('in', names) | list | length > fitting.count -%}
        {%- set required = input_columns(table).items() | selectattr(1) | map(attribute=0) | list -%}
        {%- if not required | reject('in', names) | list -%}
            {%- set fitting.count = input_columns(table) | select('in', names) | list | length -%}
            {%- set best.text = ' (has the columns of ' ~ table ~ ': name it so, or put it into a folder of this name)' -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(best.text) }}
{% endmacro %}
