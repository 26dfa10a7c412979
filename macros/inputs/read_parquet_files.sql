{#- A reader of Parquet files of one schema. Names of hive partitions are no columns of the input. -#}
{% macro read_parquet_files(files) -%}
    read_parquet(
        [{% for file in files %}{{ path_literal(file) }}{{ ", " if not loop.last }}{% endfor %}],
        hive_partitioning = false
    )
{%- endmacro %}
