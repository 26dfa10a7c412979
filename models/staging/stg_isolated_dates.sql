{{ config(materialized='incremental', incremental_strategy='replace_isolated_dates') }}

-- Method: at most one row in a hundred, and more than a year before the next.
with
count_rows as (
    {% for table, contract in input_contracts().items() -%}
    select
        '{{ table }}' as input_table,
        {{ contract.date }} as date_day,
        count(*) as row_count
    from {{ ref('base_' ~ table) }}
    where row_status = 'accepted'
    group by {{ contract.date }}
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

look_ahead as (
    select
        *,
        lead(date_day) over of_input as next_date,
        sum(row_count) over of_input as rows_so_far,
        sum(row_count) over (partition by input_table) as row_total
    from count_rows
    window of_input as (
        partition by input_table
        order by date_day
    )
),

stg_isolated_dates as (
    select
        input_table,
        max(next_date) as first_date,
        cast(max(rows_so_far) as bigint) as row_count
    from look_ahead
    where
        {{ days_between('date_day', 'next_date') }} > 365
        -- of few rows, a single one
        and rows_so_far <= greatest(0.01 * row_total, case when row_total >= 20 then 1 else 0 end)
    group by input_table
)

select * from stg_isolated_dates
