{{ incremental_by_date('date_day') }}

with
page_loads as (
    select * from {{ ref('int_page_loads_rated') }}
    {{ where_affected_dates('loaded_at', 'load_date') }}
),

page_speed_daily as (
    select
        load_date as date_day,
        page_key,
        count(*) as load_count,
        {{ safe_divide(exact_sum('load_time_ms'), 'count(*)') }} as avg_load_ms,
        {{ percentile('load_time_ms', 0.5) }} as p50_load_ms,
        {{ percentile('load_time_ms', 0.75) }} as p75_load_ms,
        {{ percentile('load_time_ms', 0.95) }} as p95_load_ms,
        count(*) filter (where load_rating = 'good') as good_count,
        count(*) filter (where load_rating = 'needs_improvement') as needs_improvement_count,
        count(*) filter (where load_rating = 'poor') as poor_count,
        {{ safe_divide('sum(apdex_points)', 'count(*)') }} as apdex
    from page_loads
    group by all
)

select * from page_speed_daily
