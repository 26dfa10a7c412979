{#- Small tables of the schema loads, which hold what the next build has to know of the last. On Parquet Spark can neither
    delete rows nor replace a table at once, and of two that write into one table at a time one is lost: what the models of
    several inputs write (per_input) is a table an input there, and a view of them all. -#}

{#- A table as a query gives it, in place of the one before; the query does not read the table. -#}
{% macro make_table(name, query) %}
    {{ return(adapter.dispatch('make_table')(name, query)) }}
{% endmacro %}

{% macro default__make_table(name, query) %}
    {%- do run_query("create or replace table loads." ~ name ~ " as " ~ query) -%}
{% endmacro %}

{% macro spark__make_table(name, query) %}
    {%- do run_query("drop table if exists loads." ~ name) -%}
    {%- do run_query("create table loads." ~ name ~ " using " ~ var('lake') ~ " as " ~ query) -%}
{% endmacro %}

{#- A table with these columns, if there is none. -#}
{% macro make_empty_table(name, columns, per_input=false) %}
    {{ return(adapter.dispatch('make_empty_table')(name, columns, per_input)) }}
{% endmacro %}

{% macro default__make_empty_table(name, columns, per_input) %}
    {%- do run_query("create table if not exists loads." ~ name ~ " (" ~ columns ~ ")") -%}
{% endmacro %}

{% macro spark__make_empty_table(name, columns, per_input) %}
    {%- set parts = [] -%}
    {%- for table in input_tables() if per_input -%}
        {%- do spark__make_empty_table(name ~ '_' ~ table, columns, false) -%}
        {%- do parts.append('select * from loads.' ~ name ~ '_' ~ table) -%}
    {%- else -%}
        {%- do run_query(
            "create table if not exists loads." ~ name ~ " (" ~ columns ~ ") using " ~ var('lake')
        ) -%}
    {%- endfor -%}
    {%- do run_query("create or replace view loads." ~ name ~ " as " ~ parts | join(' union all ')) if per_input -%}
{% endmacro %}

{% macro empty_table(name, per_input=false) %}
    {{ return(adapter.dispatch('empty_table')(name, per_input)) }}
{% endmacro %}

{% macro default__empty_table(name, per_input) %}
    {%- do run_query("delete from loads." ~ name) -%}
{% endmacro %}

{% macro spark__empty_table(name, per_input) %}
    {%- set empty = 'truncate table ' if var('lake') == 'parquet' else 'delete from ' -%}
    {%- for table in input_tables() if per_input -%}
        {%- do run_query(empty ~ "loads." ~ name ~ "_" ~ table) -%}
    {%- else -%}
        {%- do run_query(empty ~ "loads." ~ name) -%}
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
    delete from loads.files_loaded where input_table = '{{ table }}';
    insert into loads.files_loaded from loads.files_found where input_table = '{{ table }}'
{%- endmacro %}

{% macro spark__replace_loaded_files(table) -%}
    insert overwrite table loads.files_loaded_{{ table }}
    select * from loads.files_found where input_table = '{{ table }}'
{%- endmacro %}
