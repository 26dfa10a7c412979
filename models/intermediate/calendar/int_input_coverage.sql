with
int_input_coverage as (
    {% for table in input_tables() -%}
    select
        '{{ table }}' as input_table,
        count(*) as rows_accepted,
        min({{ event_time(table) }}) as first_event_at,
        {{ latest_time(table) }} as last_event_at
    from {{ ref('stg_' ~ table) }}
    {{ "union all" if not loop.last }}
    {% endfor -%}
)

select * from int_input_coverage
