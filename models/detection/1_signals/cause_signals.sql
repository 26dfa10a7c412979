with
page_loads as (select * from {{ ref('int_page_loads_hourly') }}),
clicks as (select * from {{ ref('int_click_bursts_hourly') }}),

cause_signals as (
    select
        'page_slowdown' as signal,
        page_key as subject,
        '' as detail,
        hour_at,
        timed_count as event_count,
        sluggish_count as hit_count
    from page_loads
    where timed_count > 0
    union all
    select
        'broken_element' as signal,
        page_key as subject,
        element as detail,
        hour_at,
        -- a row that began in the hour before may get its third click in this one
        greatest(row_count, rage_click_count) as event_count,
        rage_click_count as hit_count
    from clicks
)

select * from cause_signals
