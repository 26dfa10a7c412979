{#- A reader of Parquet files of one schema. Names of hive partitions are no columns of the input, and the name of
    the file has one of its own, for a file may have a column filename. -#}
{% macro read_parquet_files(files) -%}
    {{ return(adapter.dispatch('read_parquet_files')(files)) }}
{%- endmacro %}

{% macro default__read_parquet_files(files) -%}
    read_parquet(
        {{ file_list(files) }},
        filename = '_input_file', hive_partitioning = false
    )
{%- endmacro %}

{% macro spark__read_parquet_files(files) -%}
    {{ return(file_relation('parquet', combined_glob(files))) }}
{%- endmacro %}
