{#- What stands for publishing on Spark: whether the marts are there for readers, and a message. They are tables of the catalog,
    and with the var marts_folder Parquet files as well, whatever their tables are. -#}
{% macro publish_spark_marts() %}
    {%- set folder = var('marts_folder') -%}
    {%- for mart in graph.nodes.values() if folder and mart.resource_type == 'model' and mart.config.contract.enforced -%}
        {%- do run_query(
            "insert overwrite directory " ~ string_literal(folder ~ '/' ~ mart.schema ~ '.db/' ~ mart.alias)
            ~ " using parquet select * from " ~ mart.relation_name
        ) -%}
    {%- endfor -%}
    {{ return([true, 'Built: the marts are tables of the schemas core, ux, commerce, reliability, support, executive and quality'
        ~ (', and files in ' ~ folder if folder else '') ~ '.']) }}
{% endmacro %}
