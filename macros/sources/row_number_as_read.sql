{#- A number that grows by one with each row of a file; of no file in particular for a seed. -#}
{% macro row_number_as_read(group=none) -%}
    {{ return(adapter.dispatch('row_number_as_read')(group)) }}
{%- endmacro %}

{#- Numbering the rows keeps a reader to one thread, so the numbers that a Parquet reader has anyway are taken, unless the file
    has a column of that name. -#}
{% macro default__row_number_as_read(group) -%}
    {{ return(
        'file_row_number' if group and input_format(group.files[0]) == 'parquet' and not name_in_header('file_row_number', group)
        else 'row_number() over ()'
    ) }}
{%- endmacro %}

{#- A CSV file is one part, within which numbers grow by one; the parts of a Parquet file are in no order. -#}
{% macro spark__row_number_as_read(group) -%}
    {{ return(
        '_metadata.row_index' if group and input_format(group.files[0]) == 'parquet' else 'monotonically_increasing_id()'
    ) }}
{%- endmacro %}

{#- The file of a row as a path below raw_dir. -#}
{% macro file_as_read() -%}
    {{ return(adapter.dispatch('file_as_read')()) }}
{%- endmacro %}

{% macro default__file_as_read() -%}
    substr(_input_file, {{ raw_dir() | length + 2 }})
{%- endmacro %}

{% macro spark__file_as_read() -%}
    {%- set folder = string_literal(raw_dir() ~ '/') -%}
    {%- set file = "url_decode(replace(input_file_name(), '+', '%2B'))" -%}
    substr({{ file }}, instr({{ file }}, {{ folder }}) + length({{ folder }}))
{%- endmacro %}
