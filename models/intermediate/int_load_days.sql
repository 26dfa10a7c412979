with
page_loads as (select * from {{ ref('stg_page_load_times') }}),

int_load_days as (
    select
        load_date,
        {{ percentile('load_time_ms', 0.75) }} as p75_load_ms
    from page_loads
    group by load_date
)

select * from int_load_days
