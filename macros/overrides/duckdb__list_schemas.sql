{#- Overrides dbt-duckdb's list_schemas because it looks for the quoted name of the database, finds no schema, and has dbt create all of
    them again in every build. -#}
{% macro duckdb__list_schemas(database) -%}
    {%- set query -%}
        select schema_name from duckdb_schemas() where lower(database_name) = '{{ database | replace('"', '') | lower }}'
    {%- endset -%}
    {{ return(run_query(query)) }}
{%- endmacro %}
