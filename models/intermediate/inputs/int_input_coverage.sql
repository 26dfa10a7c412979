with
int_input_coverage as (
    {% for table in input_tables() -%}
    select
        '{{ table }}' as input_table,
        count(*) as rows_accepted,
        min({{ event_time(table) }}) as first_event_at,
        -- greatest needs at least two values on Spark, so the time of the event is passed twice
        greatest(
            max({{ event_time(table) }})
            {%- for time in event_times(table) %}, max({{ time }}){% endfor %}
        ) as last_event_at
    from {{ ref('stg_' ~ table) }}
    {{ "union all" if not loop.last }}
    {% endfor -%}
)

select * from int_input_coverage
