{#- Before the build: finds the files of each input once, so that all models read the same ones, and their headers. Stops when
    raw_dir holds none of the inputs, and logs the files that belong to no input. -#}
{% macro record_input_files() %}
    {%- if execute and var('raw_dir') and flags.WHICH in ['build', 'run', 'test', 'seed', 'show'] -%}
        {%- set tables = input_tables() -%}
        {%- set found = list_raw_dir() -%}
        {%- set files = {} -%}
        {%- set used = [] -%}
        {%- for table in tables -%}
            {%- do files.update({table: input_files(table, found)}) -%}
            {%- do used.extend(files[table]) -%}
        {%- endfor -%}
        {%- if not used -%}
            {%- do raise_input_error(
                "raw_dir '" ~ var('raw_dir') ~ "' "
                ~ ("holds none of the " ~ tables | length ~ " inputs" if found else "does not exist or is empty")
                ~ ". Expected one or more of " ~ tables | join(', ') ~ " as .csv, .csv.gz or .parquet"
                ~ ("; found " ~ found[:10] | join(', ') if found else "") ~ ". Nothing was built or published."
            ) -%}
        {%- endif -%}
        {%- set ignored = found | reject('in', used) | list -%}
        {%- if ignored -%}
            {%- do log("Ignored in raw_dir because no input has this name: " ~ ignored[:10] | join(', ')
                ~ (" and " ~ (ignored | length - 10) ~ " more" if ignored | length > 10 else ""), info=true) -%}
        {%- endif -%}
        {%- do record_files(files) -%}
        {%- do record_headers(files) -%}
    {%- endif -%}
{% endmacro %}

{#- Stops with a message about an input file. -#}
{% macro raise_input_error(message) %}
    {{ exceptions.raise_compiler_error(message ~ " Fix this and rerun `dbt build`.") }}
{% endmacro %}

{#- True when the inputs are the files in raw_dir; compile, docs and parse touch no file. -#}
{% macro reads_files() %}
    {{ return(execute and var('raw_dir') != '' and flags.WHICH in ['build', 'run', 'test', 'show']) }}
{% endmacro %}

{#- The files of one input as find_input_files has recorded them, sorted. -#}
{% macro files_found(table) %}
    {%- do record_input_files() if flags.WHICH == 'show' -%}
    {%- set query -%}
        select file from manifest.files_found where input_table = '{{ table }}' order by file
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{% endmacro %}

{#- True when raw_dir is set and holds no file of an input. -#}
{% macro is_absent(table) %}
    {{ return(reads_files() and files_found(table) | length == 0) }}
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

{#- Every file in raw_dir and in the folders of the inputs below it, sorted, as a path that begins with raw_dir. -#}
{% macro list_raw_dir() -%} {{ return(adapter.dispatch('list_raw_dir')()) }} {%- endmacro %}
{% macro default__list_raw_dir() %}
    {%- set query -%}
        select file from glob({{ path_literal(raw_dir(), '/*') }})
        {%- for table in input_tables() %}
        union
        select file from glob({{ path_literal(raw_dir() ~ '/' ~ table, '/**') }})
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
        {%- do files.append(raw_dir() ~ '/' ~ file) if '/' not in file or file.split('/')[0] in input_tables() -%}
    {%- endfor -%}
    {{ return(files | sort) }}
{% endmacro %}
