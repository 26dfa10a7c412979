{#- True when raw_dir is set and holds no file of an input. -#}
{% macro is_absent(table) %}
    {{ return(
        execute and var('raw_dir') != '' and flags.WHICH in ['build', 'run', 'test', 'show']
        and input_files(table) | length == 0
    ) }}
{% endmacro %}
