{#- Config of a model that an incremental build replaces date by date: date_expression is the date of a row, lookahead_days how many
    later dates a row of the inputs affects. -#}
{% macro incremental_by_date(date_expression, lookahead_days=0) -%}
    {{ config(
        materialized='incremental',
        incremental_strategy='replace_dates',
        meta={'date_expression': date_expression, 'lookahead_days': lookahead_days}
    ) }}
{%- endmacro %}

{#- In an incremental build, keeps the rows of the affected dates and of some days before; else keeps all rows. Comparing the time as
    well lets DuckDB skip most of the table. -#}
{% macro where_affected_dates(event_time, date, lookback_days=0) -%}
    {%- if is_incremental_model() -%}
        {%- set dates = affected_dates(lookback_days) -%}
    where
        {%- if dates %}
        {{ event_time }} >= date '{{ dates | first }}' - 1
        and {{ event_time }} < date '{{ dates | last }}' + 2
        and {{ is_on_dates(date, dates) }}
        {%- else %}
        false
        {%- endif %}
    {%- endif -%}
{%- endmacro %}

{#- Condition: the date is one of these. -#}
{% macro is_on_dates(date, dates) -%} {{ date }} in ('{{ dates | join("', '") }}') {%- endmacro %}

{#- The dates that an incremental build replaces in a model, sorted: those of rows that its inputs gained or lost since the last
    published build, and the model's lookahead. -#}
{% macro affected_dates(lookback_days=0) %}
    {#- a UTC day overlaps two days of another time zone, and each of these two UTC days -#}
    {%- set slack = 0 if var('reporting_timezone') == 'UTC' else 2 -%}
    {%- set last_step = slack + model.config.meta.get('lookahead_days', 0) -%}
    {%- set query -%}
        select distinct cast(date_day + cast(step as integer) as string) as date_day
        from manifest.affected_rows, range({{ -slack - lookback_days }}, {{ last_step + 1 }}) as steps(step)
        where input_table in ('{{ upstream_inputs(model.unique_id) | unique | join("', '") }}') and date_day is not null
        order by date_day
    {%- endset -%}
    {{ return(run_query(query).columns[0].values() | list) }}
{% endmacro %}

{#- The inputs that a node is built from, without those of its lookups (meta is_lookup): these say the same of a text in each build, so
    that another row in their inputs affects no date. -#}
{% macro upstream_inputs(unique_id) %}
    {%- set node = graph.nodes[unique_id] -%}
    {%- if node.name.startswith('base_') -%}
        {{ return([node.name.removeprefix('base_')]) }}
    {%- elif node.config.meta.get('is_lookup') -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set tables = [] -%}
    {%- for parent in node.depends_on.nodes if parent.startswith('model.') -%}
        {%- do tables.extend(upstream_inputs(parent)) -%}
    {%- endfor -%}
    {{ return(tables) }}
{% endmacro %}

{#- Keeps the users that an incremental build replaces, those with a row that was added or removed; else all users. -#}
{% macro where_affected_users() -%}
    where {{ is_affected_user() if is_incremental_model() else 'user_key is not null' }}
{%- endmacro %}

{#- Condition: the user has a row that was added or removed. -#}
{% macro is_affected_user() -%}
    user_key in (select user_key from manifest.affected_rows where user_key is not null)
{%- endmacro %}
