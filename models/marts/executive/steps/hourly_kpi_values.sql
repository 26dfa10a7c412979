with
counts as (select * from {{ ref('int_events_counted') }}),
requests as (select * from {{ ref('int_requests_classified') }}),
page_loads as (select * from {{ ref('int_page_loads_rated') }}),

measure_requests as (
    select
        hour_at,
        service_name,
        count(*) as request_count,
        count(*) filter (where is_error) as error_count,
        {{ percentile('response_time_ms', 0.95) }} as p95_response_ms
    from requests
    group by hour_at, service_name
),

measure_loads as (
    select
        hour_at,
        page_key,
        count(*) as load_count,
        {{ percentile('load_time_ms', 0.75) }} as p75_load_ms
    from page_loads
    group by hour_at, page_key
),

hourly_kpi_values as (
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
        {{ rate('error_count', 'request_count') }} as value,
        request_count as event_count
    from measure_requests
    union all
    select
        hour_at,
        'p95_response_ms' as kpi,
        service_name as subject,
        p95_response_ms as value,
        request_count as event_count
    from measure_requests
    union all
    select
        hour_at,
        'p75_load_ms' as kpi,
        page_key as subject,
        p75_load_ms as value,
        load_count as event_count
    from measure_loads
)

select * from hourly_kpi_values
