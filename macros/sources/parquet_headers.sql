{#- Parquet files by their header: [{'header': [names], 'types': {name: type}, 'files': [...]}]. One query for all files, and one for
    each header that differs from the others. -#}
{% macro parquet_headers(files) %}
    {{ return(adapter.dispatch('parquet_headers')(files)) }}
{% endmacro %}

{% macro default__parquet_headers(files) %}
    {%- set found = run_query(
        "select
            file_name,
            md5(string_agg(concat_ws(' ', name, duckdb_type, logical_type, num_children), ',' order by column_id)) as header
        from parquet_schema(" ~ file_list(files) ~ ")
        group by file_name
        order by file_name"
    ) -%}
    {%- set groups = {} -%}
    {%- for row in found.rows -%}
        {%- do groups.setdefault(row['header'], []).append(row['file_name']) -%}
    {%- endfor -%}
    {%- set headers = [] -%}
    {%- for group in groups.values() -%}
        {%- set described = run_query(
            "select column_name, column_type from (describe select * exclude (_input_file) from "
            ~ read_parquet_files([group[0]]) ~ ")"
        ) -%}
        {%- set types = {} -%}
        {%- for column in described.rows -%}
            {%- do types.update({column['column_name']: column['column_type']}) -%}
        {%- endfor -%}
        {%- do headers.append({'header': types.keys() | list, 'types': types, 'files': group}) -%}
    {%- endfor -%}
    {{ return(headers) }}
{% endmacro %}

{#- Spark reads the headers of all files at once and joins them to one; it stops where two files give a column different types. -#}
{% macro spark__parquet_headers(files) %}
    {%- do run_query("set spark.sql.parquet.mergeSchema = true") -%}
    {%- set described = run_query("describe query select * from " ~ read_parquet_files(files)) -%}
    {%- set types = {} -%}
    {%- for column in described.rows -%}
        {%- do types.update({column['col_name']: column['data_type']}) -%}
    {%- endfor -%}
    {{ return([{'header': types.keys() | list, 'types': types, 'files': files}]) }}
{% endmacro %}
