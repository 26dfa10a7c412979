{{ incremental_by_date('load_date') }}

with
page_loads as (
    select * from {{ ref('stg_page_load_times') }}
    {{ where_affected_dates('loaded_at', 'load_date') }}
),

int_page_loads_daily as (
    select
        load_date,
        count(*) as load_count,
        {{ decimal_sum('load_time_ms') }} as load_ms,
        {{ percentile('load_time_ms', 0.75) }} as p75_load_ms
    from page_loads
    group by load_date
)

select * from int_page_loads_daily
