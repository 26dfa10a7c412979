{#- The strategies of macros/loads/strategies.sql on Spark, where one statement is one query. Of Delta and Iceberg (var lake) rows
    go and others are inserted; of Parquet a base model replaces the parts of its files, and any other table is written anew: the
    rows that stay, and the new ones. -#}

{#- dbt-spark refuses strategies that it does not know. -#}
{% macro dbt_spark_validate_get_incremental_strategy(raw_strategy, file_format) %}
    {{ return(raw_strategy) }}
{% endmacro %}

{#- What dbt-spark asks for in an incremental build: does all but the last statement, and gives that. -#}
{% macro dbt_spark_get_incremental_sql(strategy, source, target, existing, unique_key, incremental_predicates) %}
    {%- if strategy == 'replace_files' -%}
        {{ return(replace_files_on_spark(source, target)) }}
    {%- elif strategy == 'replace_dates' -%}
        {%- set days = affected_dates() -%}
        {{ return(replace_rows_on_spark(
            source, target, on_dates(model.config.meta['day'], days), none
        ) if days else 'select 0 as row_count') }}
    {%- elif strategy == 'replace_users' -%}
        {{ return(replace_rows_on_spark(source, target, on_affected_users(), 'user_key')) }}
    {%- elif strategy == 'sync_texts' -%}
        {{ return(replace_rows_on_spark(source, target, removed_texts(), model.config.meta['text'])) }}
    {%- endif -%}
    {{ exceptions.raise_compiler_error("there is no incremental strategy " ~ strategy) }}
{% endmacro %}

{% macro replace_files_on_spark(source, target) %}
    {%- set table = model.name.removeprefix('base_') -%}
    {%- set names = adapter.get_columns_in_relation(source) | map(attribute='name') | list -%}
    {%- set gone = "source_file in (" ~ source_files(table, "<> 'kept'") ~ ")" -%}
    {%- do create_manifest_table('moved_' ~ table, rows_not_in(target, source, gone, names) ~ " union all " ~ rows_not_in(source, target, gone, names)) -%}
    {%- for time in event_times(table) -%}
        {%- do run_query(
            "insert into manifest.affected_dates_" ~ table ~ " select distinct '" ~ table ~ "', cast(" ~ time ~ " as date)
            from manifest.moved_" ~ table ~ " where " ~ time ~ " is not null"
        ) -%}
    {%- endfor -%}
    {%- do run_query(
        "insert into manifest.affected_users_" ~ table ~ " select distinct user_key from manifest.moved_" ~ table
        ~ " where user_key is not null"
    ) if 'user_key' in names -%}
    {%- if var('lake') != 'parquet' -%}
        {%- do delete_from_lake(target, gone, 'source_file') -%}
    {%- else -%}
        {%- set parts = [] -%}
        {%- for file in run_query(source_files(table, "<> 'kept'")).columns[0].values() -%}
            {%- do parts.append("partition (source_file = " ~ string_literal(file) ~ ")") -%}
        {%- endfor -%}
        {%- do run_query("alter table " ~ target ~ " drop if exists " ~ parts | join(", ")) if parts -%}
    {%- endif -%}
    insert into {{ target }} ({{ names | join(', ') }}) select {{ names | join(', ') }} from {{ source }}
{% endmacro %}

{#- New rows in the place of those of a condition. key is the column that a condition with a subquery speaks of. -#}
{% macro replace_rows_on_spark(source, target, condition, key) %}
    {%- set names = adapter.get_columns_in_relation(target) | map(attribute='name') | join(', ') -%}
    {%- if var('lake') != 'parquet' -%}
        {%- do delete_from_lake(target, condition, key) -%}
    insert into {{ target }} ({{ names }}) select {{ names }} from {{ source }}
    {%- else -%}
        {%- set anew = target.incorporate(path={'identifier': target.identifier ~ '__anew'}) -%}
        {%- do run_query("drop table if exists " ~ anew) -%}
        {%- do run_query(
            "create table " ~ anew ~ " " ~ file_format_clause() ~ " " ~ comment_clause() ~ " as
            select " ~ names ~ " from " ~ target ~ " where not coalesce(" ~ condition ~ ", false)
            union all select " ~ names ~ " from " ~ source
        ) -%}
        {%- do run_query("drop table " ~ target) -%}
    alter table {{ anew }} rename to {{ target }}
    {%- endif -%}
{% endmacro %}

{#- Deletes the rows of a condition. Delta takes no subquery in delete, so there a merge takes its place. -#}
{% macro delete_from_lake(target, condition, key) %}
    {%- if key -%}
        {%- do run_query(
            "merge into " ~ target ~ " as rows_there
            using (select distinct " ~ key ~ " from " ~ target ~ " where " ~ condition ~ ") as rows_gone
            on rows_there." ~ key ~ " = rows_gone." ~ key ~ "
            when matched then delete"
        ) -%}
    {%- else -%}
        {%- do run_query("delete from " ~ target ~ " where " ~ condition) -%}
    {%- endif -%}
{% endmacro %}
