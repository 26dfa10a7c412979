{{ incremental_by_date('cast(hour_at as date)', lookahead_days=setting('baseline_days')) }}

with
page_loads as (
    select * from {{ ref('stg_page_load_times') }}
    {{ where_affected_dates('loaded_at', 'cast(loaded_at as date)') }}
),

usual_times as (select * from {{ ref('int_page_load_baselines') }}),

compare_times as (
    select
        page_loads.hour_at,
        page_loads.page_key,
        page_loads.load_time_ms,
        {{ is_slower_than_baseline(
            'page_loads.load_time_ms', 'usual_times.usual_ms', setting('noticeable_load_ms')
        ) }} as is_sluggish
    from page_loads
    left join usual_times
        on
            page_loads.page_key = usual_times.page_key
            and page_loads.load_date = usual_times.load_date
),

int_page_loads_hourly as (
    select
        hour_at,
        page_key,
        count(*) as load_count,
        count(is_sluggish) as timed_count,
        count(*) filter (where is_sluggish) as sluggish_count,
        {{ percentile('load_time_ms', 0.75) }} as p75_load_ms
    from compare_times
    group by hour_at, page_key
)

select * from int_page_loads_hourly
