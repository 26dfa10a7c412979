with
page_loads as (select * from {{ ref('int_page_loads_hourly') }}),
click_bursts as (select * from {{ ref('int_click_bursts_hourly') }}),

cause_signals as (
    select
        'page_slowdown' as signal,
        page_key as subject,
        '' as detail,
        hour_at,
        compared_count as observation_count,
        slow_vs_baseline_count as occurrence_count
    from page_loads
    where compared_count > 0
    union all
    select
        'broken_element' as signal,
        page_key as subject,
        element as detail,
        hour_at,
        -- a burst that began in the previous hour can get its third click in this one
        greatest(burst_count, rage_click_count) as observation_count,
        rage_click_count as occurrence_count
    from click_bursts
)

select * from cause_signals
