{#- Before the build: finds the files and tables of each input once, so that all models read the same ones, and their headers. Stops
    when raw_dir holds none of the inputs or a file that cannot be read, and logs what the files are. -#}
{% macro record_input_files() %}
    {%- if execute and (var('raw_dir') or relation_exports()) and flags.WHICH in ['build', 'run', 'test', 'seed', 'show', 'freshness'] -%}
        {%- set recognized = recognize_files(list_raw_dir() if var('raw_dir') else []) -%}
        {%- do raise_input_error(recognized.problems[:10] | join('\n')) if recognized.problems -%}
        {%- set files = {} -%}
        {%- for table, groups in recognized.groups.items() -%}
            {%- do files.update({table: groups | map(attribute='files') | sum(start=[]) | sort}) -%}
        {%- endfor -%}
        {%- if var('raw_dir') and not files.values() | sum(start=[]) -%}
            {%- do raise_input_error(
                "raw_dir '" ~ var('raw_dir') ~ "' "
                ~ ("holds none of the " ~ files | length ~ " inputs" if recognized.unknown else "does not exist or is empty")
                ~ ". Expected one or more of " ~ files | join(', ') ~ " as .csv, .csv.gz or .parquet, or exports that docs/exports.md lists"
                ~ ("; found " ~ some_of(recognized.unknown.values() | list) if recognized.unknown else "")
                ~ ". Nothing was built or published."
            ) -%}
        {%- endif -%}
        {%- set relations = groups_of_relations() -%}
        {%- for table, groups in relations.items() -%}
            {%- do recognized.groups[table].extend(groups) -%}
        {%- endfor -%}
        {%- do log_recognized(recognized) -%}
        {%- do record_files(files, relations) -%}
        {%- do record_headers(recognized.groups) -%}
    {%- endif -%}
{% endmacro %}

{#- Logs which files are exports, one line each for those of one header, and which are ignored. -#}
{% macro log_recognized(recognized) %}
    {%- for table, groups in recognized.groups.items() -%}
        {%- for group in groups if group.export -%}
            {%- set names = [] -%}
            {%- for file in group.files -%}
                {%- do names.append(name_in_raw_dir(file)) -%}
            {%- endfor -%}
            {%- do log(some_of(names, 3) ~ ': read as ' ~ group.export ~ ' into ' ~ table ~ note_on_times(group), info=true) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if recognized.unknown -%}
        {%- do log('Ignored in raw_dir: ' ~ some_of(recognized.unknown.values() | list), info=true) -%}
    {%- endif -%}
{% endmacro %}

{#- In which time zone the local times of an export are read; nothing where it has none. -#}
{% macro note_on_times(group) -%}
    {%- for column, meta in exports().get(group.export, {}).get('columns', {}).items() if (meta.is_time or meta.is_local_time) and vendor_name(column, meta, group.header) -%}
        {%- set timezone = export_setting(group.export, 'timezone') or var('source_timezone') -%}
        {{ return(' (times without an offset are in ' ~ timezone ~ ')') }}
    {%- endfor -%}
    {{ return('') }}
{%- endmacro %}

{#- The first of some texts, and how many more there are. -#}
{% macro some_of(texts, number=10) -%}
    {{ return(texts[:number] | join(', ') ~ (' and ' ~ (texts | length - number) ~ ' more' if texts | length > number else '')) }}
{%- endmacro %}

{#- A file as a path below raw_dir. -#}
{% macro name_in_raw_dir(file) -%} {{ return(file[raw_dir() | length + 1:]) }} {%- endmacro %}

{#- Stops with a message about an input file. -#}
{% macro raise_input_error(message) %}
    {{ exceptions.raise_compiler_error(message ~ " Fix this and rerun `dbt build`.") }}
{% endmacro %}

{#- True when the inputs are the files in raw_dir and relations, in place of the seeds; compile, docs and parse touch no file. -#}
{% macro reads_files() %}
    {{ return(execute and flags.WHICH in ['build', 'run', 'test', 'show'] and (var('raw_dir') != '' or relation_exports() != {})) }}
{% endmacro %}

{#- The files of one input as find_input_files has recorded them, sorted. -#}
{% macro files_found(table) %}
    {%- do record_input_files() if flags.WHICH == 'show' -%}
    {%- set query -%}
        select file from manifest.files_found where input_table = '{{ table }}' order by file
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{% endmacro %}

{#- True when files are read and an input has neither file nor relation, nor one from which it is derived. -#}
{% macro is_absent(table) %}
    {{ return(reads_files() and files_found(table) | length == 0 and not is_derived(table)) }}
{% endmacro %}

{#- True when an input has no file, and is derived from the rows of another one. -#}
{% macro is_derived(table) %}
    {%- set source = input_contracts()[table].get('derived_from') -%}
    {{ return(
        source is not none and reads_files() and graph.nodes and files_found(table) | length == 0 and files_found(source) | length > 0
        and (table != 'cart_abandonment' or has_column(source, 'event_name'))
    ) }}
{% endmacro %}

{#- The folder named by the var raw_dir, without a trailing slash; ~ is the home folder, as in a shell. -#}
{% macro raw_dir() %}
    {%- set folder = var('raw_dir').rstrip('/') -%}
    {{ return(env_var('HOME', '~') ~ folder[1:] if folder.startswith('~/') else folder) }}
{% endmacro %}

{#- The files of one input in raw_dir: <table>.csv, .csv.gz or .parquet, or every such file in the folder <table>/. -#}
{% macro input_files(table, found) %}
    {%- set path = raw_dir() ~ '/' ~ table -%}
    {%- set files = [] -%}
    {%- set sources = [] -%}
    {%- for file in found if file.startswith((path ~ '/', path ~ '.')) and input_format(file) -%}
        {%- if file.startswith(path ~ '/') or file in [path ~ '.csv', path ~ '.csv.gz', path ~ '.parquet'] -%}
            {%- set source = input_format(file) if file.startswith(path ~ '/') else file -%}
            {%- do files.append(file) -%}
            {%- do sources.append(source) if source not in sources -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if sources | length > 1 -%}
        {%- do raise_input_error(
            "The input " ~ table ~ " was found more than once in raw_dir (" ~ sources | join(', ')
            ~ "). Expected one file, or one folder with files of one format."
        ) -%}
    {%- endif -%}
    {{ return(files) }}
{% endmacro %}

{#- csv, parquet, or none for a file in another format. -#}
{% macro input_format(file) %}
    {%- set name = file | lower -%}
    {{ return('csv' if name.endswith(('.csv', '.csv.gz')) else 'parquet' if name.endswith('.parquet') else none) }}
{% endmacro %}

{#- Every file in raw_dir and in the folders of inputs and exports below it, sorted, as a path that begins with raw_dir. -#}
{% macro list_raw_dir() -%} {{ return(adapter.dispatch('list_raw_dir')()) }} {%- endmacro %}
{% macro default__list_raw_dir() %}
    {%- set query -%}
        select file from glob({{ path_literal(raw_dir(), '/*') }})
        {%- for folder in input_tables() + exports() | list %}
        union
        select file from glob({{ path_literal(raw_dir() ~ '/' ~ folder, '/**') }})
        {%- endfor %}
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | sort) }}
{% endmacro %}
{% macro spark__list_raw_dir() %}
    {#- the view lasts as long as the session: record_files reads sizes and times from it -#}
    {%- set view -%}
        create or replace temporary view raw_dir_listing using binaryFile
        options (path {{ string_literal(escape_glob(raw_dir())) }}, recursiveFileLookup 'true')
    {%- endset -%}
    {%- do run_query(view) -%}
    {%- set files = [] -%}
    {%- for path in run_query("select path from raw_dir_listing").columns[0].values() -%}
        {%- set file = path.split(raw_dir() ~ '/', 1)[-1] -%}
        {%- do files.append(raw_dir() ~ '/' ~ file) if '/' not in file or file.split('/')[0] in input_tables() + exports() | list -%}
    {%- endfor -%}
    {{ return(files | sort) }}
{% endmacro %}
