{#- True when raw_dir is set and holds no file of an input. -#}
{% macro is_absent(table) %}
    {{ return(reads_files() and files_found(table) | length == 0) }}
{% endmacro %}

{#- True when the inputs are the files in raw_dir; compile, docs and parse touch no file. -#}
{% macro reads_files() %}
    {{ return(execute and var('raw_dir') != '' and flags.WHICH in ['build', 'run', 'test', 'show']) }}
{% endmacro %}
