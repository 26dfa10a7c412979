{#- The column names of a Parquet file. -#}
{% macro parquet_header(file) %}
    {%- set described = run_query(
        "select column_name from (describe select * exclude (_input_file) from " ~ read_parquet_files([file]) ~ ")"
    ) -%}
    {{ return(described.columns[0].values() | list) }}
{% endmacro %}
