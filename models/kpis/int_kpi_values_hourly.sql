with
counts as (select * from {{ ref('int_event_counts_hourly') }}),
requests as (select * from {{ ref('int_requests_hourly') }}),
page_loads as (select * from {{ ref('int_page_loads_hourly') }}),

int_kpi_values_hourly as (
    select
        hour_at,
        kpi,
        subject,
        cast(event_count as double) as value,
        event_count
    from counts
    union all
    select
        hour_at,
        'error_rate' as kpi,
        service_name as subject,
        {{ safe_divide('error_count', 'known_count') }} as value,
        known_count as event_count
    from requests
    union all
    select
        hour_at,
        'p95_response_ms' as kpi,
        service_name as subject,
        p95_response_ms as value,
        timed_count as event_count
    from requests
    union all
    select
        hour_at,
        'p75_load_ms' as kpi,
        page_key as subject,
        p75_load_ms as value,
        load_count as event_count
    from page_loads
)

select * from int_kpi_values_hourly
