{#- Every file in raw_dir and in the folders of the inputs below it, sorted, each with raw_dir before it as the var says it. -#}
{% macro raw_dir_files() %}
    {{ return(adapter.dispatch('raw_dir_files')()) }}
{% endmacro %}

{% macro default__raw_dir_files() %}
    {%- set globs = [path_literal(raw_dir(), '/*')] -%}
    {%- for table in input_tables() -%}
        {%- do globs.append(path_literal(raw_dir() ~ '/' ~ table, '/**')) -%}
    {%- endfor -%}
    {%- set found = run_query("select file from glob(" ~ globs | join(") union select file from glob(") ~ ")") -%}
    {{ return(found.columns[0].values() | sort) }}
{% endmacro %}

{% macro spark__raw_dir_files() %}
    {#- for as long as the session: note_files asks it for sizes and times -#}
    {%- do run_query(
        "create or replace temporary view raw_dir_listing using binaryFile
        options (path " ~ string_literal(escape_glob(raw_dir())) ~ ", recursiveFileLookup 'true')"
    ) -%}
    {%- set found = run_query("select path from raw_dir_listing").columns[0].values() -%}
    {%- set files = [] -%}
    {%- for path in found -%}
        {%- set file = path.split(raw_dir() ~ '/', 1)[-1] -%}
        {%- do files.append(raw_dir() ~ '/' ~ file) if '/' not in file or file.split('/')[0] in input_tables() -%}
    {%- endfor -%}
    {{ return(files | sort) }}
{% endmacro %}

{#- A path of which Hadoop expands nothing. -#}
{% macro escape_glob(path) %}
    {{ return(modules.re.sub('([][{}*?,\\\\])', '\\\\\\1', path)) }}
{% endmacro %}

{#- The files of raw_dir as one path. -#}
{% macro combined_glob(files) %}
    {%- set paths = [] -%}
    {%- for file in files -%}
        {%- do paths.append(escape_glob(file[raw_dir() | length + 1:])) -%}
    {%- endfor -%}
    {{ return(escape_glob(raw_dir()) ~ '/' ~ (paths[0] if paths | length == 1 else '{' ~ paths | join(',') ~ '}')) }}
{% endmacro %}
