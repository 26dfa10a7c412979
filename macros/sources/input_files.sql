{#- Those of the files in raw_dir that belong to one input, sorted: <table>.csv, .csv.gz, .parquet, or every such
    file in the folder <table>/. An empty list when the input is absent. -#}
{% macro input_files(table, found) %}
    {%- set files = [] -%}
    {%- set folder = raw_dir() ~ '/' ~ table -%}
    {%- for file in found if file.startswith(folder ~ '/') or file.startswith(folder ~ '.') -%}
        {%- do files.append(file) if input_format(file) and (
            file.startswith(folder ~ '/') or file[folder | length:] in ['.csv', '.csv.gz', '.parquet']
        ) -%}
    {%- endfor -%}
    {%- set shapes = [] -%}
    {%- for file in files -%}
        {%- set shape = input_format(file) if file.startswith(folder ~ '/') else file -%}
        {%- do shapes.append(shape) if shape not in shapes -%}
    {%- endfor -%}
    {%- if shapes | length > 1 -%}
        {{ exceptions.raise_compiler_error(
            "The input " ~ table ~ " is there more than once (" ~ shapes | join(', ')
            ~ "): keep one file, or one folder with files of one format."
        ) }}
    {%- endif -%}
    {{ return(files | sort) }}
{% endmacro %}

{#- The folder named by the var raw_dir, without a slash at its end; ~ is the home folder, as in a shell. -#}
{% macro raw_dir() %}
    {%- set folder = var('raw_dir').rstrip('/') -%}
    {{ return(env_var('HOME', '~') ~ folder[1:] if folder.startswith('~/') else folder) }}
{% endmacro %}

{#- csv, parquet, or nothing for a file that is no input. -#}
{% macro input_format(file) %}
    {%- set name = file | lower -%}
    {{ return(
        'csv' if name.endswith('.csv') or name.endswith('.csv.gz')
        else 'parquet' if name.endswith('.parquet')
        else none
    ) }}
{% endmacro %}
