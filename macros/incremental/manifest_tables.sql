{#- Small tables of the schema manifest, which hold what the next build has to know of the last. On Parquet Spark can neither
    delete rows nor replace a table at once, and of two that write into one table at a time one is lost: what the models of
    several inputs write (per_input) is a table an input there, and a view of them all. -#}

{#- A table as a query gives it, in place of the one before; the query does not read the table. -#}
{% macro create_manifest_table(name, query) %}
    {{ return(adapter.dispatch('create_manifest_table')(name, query)) }}
{% endmacro %}

{% macro default__create_manifest_table(name, query) %}
    {%- do run_query("create or replace table manifest." ~ name ~ " as " ~ query) -%}
{% endmacro %}

{% macro spark__create_manifest_table(name, query) %}
    {%- do run_query("drop table if exists manifest." ~ name) -%}
    {%- do run_query("create table manifest." ~ name ~ " using " ~ var('lake') ~ " as " ~ query) -%}
{% endmacro %}

{#- A table with these columns, if there is none. -#}
{% macro create_empty_manifest_table(name, columns, per_input=false) %}
    {{ return(adapter.dispatch('create_empty_manifest_table')(name, columns, per_input)) }}
{% endmacro %}

{% macro default__create_empty_manifest_table(name, columns, per_input) %}
    {%- do run_query("create table if not exists manifest." ~ name ~ " (" ~ columns ~ ")") -%}
{% endmacro %}

{% macro spark__create_empty_manifest_table(name, columns, per_input) %}
    {%- set parts = [] -%}
    {%- for table in input_tables() if per_input -%}
        {%- do spark__create_empty_manifest_table(name ~ '_' ~ table, columns, false) -%}
        {%- do parts.append('select * from manifest.' ~ name ~ '_' ~ table) -%}
    {%- else -%}
        {%- do run_query(
            "create table if not exists manifest." ~ name ~ " (" ~ columns ~ ") using " ~ var('lake')
        ) -%}
    {%- endfor -%}
    {%- do run_query("create or replace view manifest." ~ name ~ " as " ~ parts | join(' union all ')) if per_input -%}
{% endmacro %}

{% macro truncate_manifest_table(name, per_input=false) %}
    {{ return(adapter.dispatch('truncate_manifest_table')(name, per_input)) }}
{% endmacro %}

{% macro default__truncate_manifest_table(name, per_input) %}
    {%- do run_query("delete from manifest." ~ name) -%}
{% endmacro %}

{% macro spark__truncate_manifest_table(name, per_input) %}
    {%- set empty = 'truncate table ' if var('lake') == 'parquet' else 'delete from ' -%}
    {%- for table in input_tables() if per_input -%}
        {%- do run_query(empty ~ "manifest." ~ name ~ "_" ~ table) -%}
    {%- else -%}
        {%- do run_query(empty ~ "manifest." ~ name) -%}
    {%- endfor -%}
{% endmacro %}

{#- A moment, whatever the time zone. -#}
{% macro moment_type() -%}
    {{ return(adapter.dispatch('moment_type')()) }}
{%- endmacro %}

{% macro default__moment_type() -%} timestamptz {%- endmacro %}

{% macro spark__moment_type() -%} timestamp {%- endmacro %}

{#- Statements that put the files of an input as they were found in the place of those that were loaded before. -#}
{% macro replace_loaded_files(table) -%}
    {{ return(adapter.dispatch('replace_loaded_files')(table)) }}
{%- endmacro %}

{% macro default__replace_loaded_files(table) -%}
    delete from manifest.files_loaded where input_table = '{{ table }}';
    insert into manifest.files_loaded from manifest.files_found where input_table = '{{ table }}'
{%- endmacro %}

{% macro spark__replace_loaded_files(table) -%}
    insert overwrite table manifest.files_loaded_{{ table }}
    select * from manifest.files_found where input_table = '{{ table }}'
{%- endmacro %}
