{#- The accepted rows of an input, without isolated dates. -#}
{% macro accepted_rows(table) -%}
    {%- set dates = ref('stg_isolated_dates') -%}
    {%- set is_isolated = "input_table = '" ~ table ~ "'" -%}
    select *
    from {{ ref('base_' ~ table) }}
    where
        row_status = 'accepted'
        {%- if has_rows('stg_isolated_dates', is_isolated) %}
        and {{ input_contracts()[table].date }} >= (select first_date from {{ dates }} where {{ is_isolated }})
        {%- endif %}
{%- endmacro %}

{#- The events of an input that count: accepted rows, without the copies in hours that were delivered more than once. -#}
{% macro accepted_events(table) -%}
    {%- set identity = input_contracts()[table].identity | join(', ') -%}
    {%- set hours = ref('stg_repeated_hours') -%}
    {%- if not has_rows('stg_repeated_hours', "input_table = '" ~ table ~ "'") -%}
    {{ accepted_rows(table) }}
    {%- else -%}
    select *
    from (
        select
            *,
            row_number() over (partition by {{ identity }} order by source_file, input_row) as copy_number,
            -- of two files with one hour, the fuller one counts; of a file with an hour twice, half the rows
            case
                when is_shared_by_files then max(copies_in_file / delivery_count) over (partition by {{ identity }})
                else sum(1.0 / delivery_count) over (partition by {{ identity }})
            end as event_count
        from (
            select
                base.*,
                coalesce(hours.delivery_count, 1) as delivery_count,
                coalesce(hours.is_shared_by_files, false) as is_shared_by_files,
                1.0 * count(*) over (partition by source_file, {{ identity }}) as copies_in_file
            from ({{ accepted_rows(table) }}) as base
            left join (
                select source_file as file, hour_at as delivered_hour, delivery_count, is_shared_by_files
                from {{ hours }}
                where input_table = '{{ table }}'
            ) as hours
                on
                    base.source_file = hours.file
                    and {{ truncate_to_hour('base.' ~ event_time(table)) }} = hours.delivered_hour
        )
    )
    where copy_number <= greatest(round(event_count), 1)
    {%- endif -%}
{%- endmacro %}

{#- Leaves out the events of users in hours in which they were bots, of an input or of a relation with its columns. -#}
{% macro without_bots(table, relation=none) -%}
    {%- set rows = relation or table -%}
    {%- set hours = ref('stg_bot_hours') -%}
    {%- if has_rows('stg_bot_hours', 'true') -%}
    where
        {{ rows }}.user_key is null
        or ({{ rows }}.user_key, {{ truncate_to_hour(rows ~ '.' ~ event_time(table)) }}) not in (select (hours.user_key, hours.hour_at) from {{ hours }} as hours)
    {%- endif -%}
{%- endmacro %}

{#- Whether a table has rows that meet a condition; false where nothing is built, and in unit tests. -#}
{% macro has_rows(name, condition) %}
    {%- if not execute or not graph.nodes or flags.WHICH not in ['build', 'run'] -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set query -%} select count(*) > 0 from {{ relation_of(name) }} where {{ condition }} {%- endset -%}
    {{ return(run_query(query).columns[0].values()[0]) }}
{% endmacro %}

{#- Whether nearly all distinct rows of an hour of a file are repeated: those of the hour if it has enough, else those of the day too. -#}
{% macro is_repeated(count) -%}
    (
        {{ count }} >= {{ setting('repeated_share') }} * distinct_count
        and (
            distinct_count >= {{ setting('repeated_min_rows') }}
            or (
                day_distinct_count >= {{ setting('repeated_min_rows') }}
                and day_{{ count }} >= {{ setting('repeated_share') }} * day_distinct_count
            )
        )
    )
{%- endmacro %}
