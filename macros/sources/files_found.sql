{#- The files of one input as check_raw_dir has found them, sorted. -#}
{% macro files_found(table) %}
    {%- do record_input_files() if flags.WHICH == 'show' -%}
    {%- set found = run_query(
        "select file from manifest.files_found where input_table = " ~ string_literal(table) ~ " order by file"
    ) -%}
    {{ return(found.columns[0].values() | list) }}
{% endmacro %}
