{#- Before anything is built: finds the files of each input, once, so that all models read the same ones; stops when
    raw_dir holds none of the inputs, and names the files it ignores. -#}
{% macro record_input_files() %}
    {%- if execute and var('raw_dir') and flags.WHICH in ['build', 'run', 'test', 'seed', 'show'] -%}
        {%- set tables = input_tables() -%}
        {%- set found = raw_dir_files() -%}
        {%- set files = {} -%}
        {%- set used = [] -%}
        {%- for table in tables -%}
            {%- do files.update({table: input_files(table, found)}) -%}
            {%- do used.extend(files[table]) -%}
        {%- endfor -%}
        {%- if not found -%}
            {{ exceptions.raise_compiler_error(
                "raw_dir '" ~ var('raw_dir') ~ "' does not exist or holds no file. Expected a folder with one or more of "
                ~ tables | join(', ') ~ " as .csv, .csv.gz or .parquet. Nothing was built or published."
            ) }}
        {%- elif not used -%}
            {{ exceptions.raise_compiler_error(
                "raw_dir '" ~ var('raw_dir') ~ "' holds none of the seven inputs. Expected one or more of "
                ~ tables | join(', ') ~ " as .csv, .csv.gz or .parquet; found " ~ found[:10] | join(', ') ~ ". Nothing was built or published."
            ) }}
        {%- endif -%}
        {%- set ignored = found | reject('in', used) | list -%}
        {%- if ignored -%}
            {{ log("Ignored in raw_dir, for no input has such a name: " ~ ignored[:10] | join(', ')
                ~ (" and " ~ (ignored | length - 10) ~ " more" if ignored | length > 10 else ""), info=true) }}
        {%- endif -%}
        {%- do record_files(files) -%}
    {%- endif -%}
{% endmacro %}
