{{ incremental_by_date('cast(hour_at as date)', lookahead_days=setting('baseline_days')) }}

with
page_loads as (
    select * from {{ ref('stg_page_load_times') }}
    {{ where_affected_dates('loaded_at', 'cast(loaded_at as date)') }}
),

baselines as (select * from {{ ref('int_page_load_baselines') }}),

compare_with_baseline as (
    select
        page_loads.hour_at,
        page_loads.page_key,
        page_loads.load_time_ms,
        {{ is_slower_than_baseline(
            'page_loads.load_time_ms', 'baselines.baseline_ms', setting('noticeable_load_ms')
        ) }} as is_slow_vs_baseline
    from page_loads
    left join baselines
        on
            page_loads.page_key = baselines.page_key
            and page_loads.load_date = baselines.load_date
),

int_page_loads_hourly as (
    select
        hour_at,
        page_key,
        count(*) as load_count,
        count(is_slow_vs_baseline) as compared_count,
        count(*) filter (where is_slow_vs_baseline) as slow_vs_baseline_count,
        {{ percentile('load_time_ms', 0.75) }} as p75_load_ms
    from compare_with_baseline
    group by hour_at, page_key
)

select * from int_page_loads_hourly
