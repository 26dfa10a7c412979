{#- A condition that leaves the events of the days to be rebuilt, and of some days before; nothing when everything is
    built. The bounds of time say the same once more in a form by which DuckDB skips what it need not read. -#}
{% macro of_days_to_rebuild(event_time, day, days_before=0) -%}
    {%- if adds_to_its_rows() -%}
        {%- set days = days_to_rebuild(days_before) -%}
        {%- if days -%}
    where
        {{ event_time }} >= {{ add_days("cast('" ~ days[0] ~ "' as date)", -1) }}
        and {{ event_time }} < {{ add_days("cast('" ~ days[-1] ~ "' as date)", 2) }}
        and {{ on_days(day, days) }}
        {%- else -%}
    where false
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}

{#- A condition that leaves the rows of some days. -#}
{% macro on_days(day, days) -%}
    {{ return(day ~ " in ('" ~ days | join("', '") ~ "')") }}
{%- endmacro %}

{#- A condition that leaves the rows of the users to be rebuilt: those with an event that came or went since the last build
    was published; all users when everything is built. -#}
{% macro of_users_to_rebuild() -%}
    {%- if adds_to_its_rows() -%}
    where user_key in (select user_key from loads.users_touched)
    {%- else -%}
    where user_key is not null
    {%- endif -%}
{%- endmacro %}

{#- The days of a model to be rebuilt, sorted: those on which its inputs have gained or lost rows since the last build was
    published, and as many days after each as its meta days_after says. -#}
{% macro days_to_rebuild(days_before=0) %}
    {%- set tables = inputs_of(model.unique_id) | unique | list -%}
    {#- a UTC day reaches into two days of another time zone, and each of them into two UTC days -#}
    {%- set slack = 0 if var('reporting_timezone') == 'UTC' else 2 -%}
    {%- set found = run_query(
        "select distinct cast(date_day + cast(step as integer) as string) as date_day
        from loads.days_touched, range(" ~ (-slack - days_before) ~ ", "
        ~ (slack + model.config.meta.get('days_after', 0) + 1) ~ ") as steps(step)
        where input_table in ('" ~ tables | join("', '") ~ "')
        order by date_day"
    ) -%}
    {{ return(found.columns[0].values() | list) }}
{% endmacro %}

{#- The inputs that a node is made of. -#}
{% macro inputs_of(unique_id) %}
    {%- set node = graph.nodes[unique_id] -%}
    {%- if node.name.startswith('base_') -%}
        {{ return([node.name.removeprefix('base_')]) }}
    {%- endif -%}
    {%- set tables = [] -%}
    {%- for parent in node.depends_on.nodes if parent.startswith('model.') -%}
        {%- do tables.extend(inputs_of(parent)) -%}
    {%- endfor -%}
    {{ return(tables) }}
{% endmacro %}
