{#- A condition that leaves the events of the days to be rebuilt, and of some days before; nothing when everything is
    built. The bounds of time say the same once more in a form by which DuckDB skips what it need not read. -#}
{% macro where_affected_dates(event_time, day, days_before=0) -%}
    {%- if is_incremental_model() -%}
        {%- set days = affected_dates(days_before) -%}
        {%- if days -%}
    where
        {{ event_time }} >= {{ add_days("cast('" ~ days[0] ~ "' as date)", -1) }}
        and {{ event_time }} < {{ add_days("cast('" ~ days[-1] ~ "' as date)", 2) }}
        and {{ on_dates(day, days) }}
        {%- else -%}
    where false
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#- A condition that leaves the rows of some days. -#}
{% macro on_dates(day, days) -%}
    {{ return(day ~ " in ('" ~ days | join("', '") ~ "')") }}
{%- endmacro %}

{#- A condition that leaves the rows of the users to be rebuilt: those with an event that came or went since the last build
    was published; all users when everything is built. -#}
{% macro where_affected_users() -%}
    {%- if is_incremental_model() -%}
    where user_key in (select user_key from manifest.affected_users)
    {%- else -%}
    where user_key is not null
    {%- endif -%}
{%- endmacro %}

{#- The days of a model to be rebuilt, sorted: those on which its inputs have gained or lost rows since the last build was
    published, and as many days after each as its meta days_after says. -#}
{% macro affected_dates(days_before=0) %}
    {%- set tables = upstream_inputs(model.unique_id) | unique | list -%}
    {#- a UTC day reaches into two days of another time zone, and each of them into two UTC days -#}
    {%- set slack = 0 if var('reporting_timezone') == 'UTC' else 2 -%}
    {%- set found = run_query(
        "select distinct cast(date_day + cast(step as integer) as string) as date_day
        from manifest.affected_dates, range(" ~ (-slack - days_before) ~ ", "
        ~ (slack + model.config.meta.get('days_after', 0) + 1) ~ ") as steps(step)
        where input_table in ('" ~ tables | join("', '") ~ "')
        order by date_day"
    ) -%}
    {{ return(found.columns[0].values() | list) }}
{% endmacro %}

{#- The inputs that a node is made of. -#}
{% macro upstream_inputs(unique_id) %}
    {%- set node = graph.nodes[unique_id] -%}
    {%- if node.name.startswith('base_') -%}
        {{ return([node.name.removeprefix('base_')]) }}
    {%- endif -%}
    {%- set tables = [] -%}
    {%- for parent in node.depends_on.nodes if parent.startswith('model.') -%}
        {%- do tables.extend(upstream_inputs(parent)) -%}
    {%- endfor -%}
    {{ return(tables) }}
{% endmacro %}
