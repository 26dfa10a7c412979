{{ incremental_by_date('cast(hour_at as date)') }}

with
requests as (
    select * from {{ ref('int_requests_classified') }}
    {{ where_affected_dates('requested_at', 'cast(requested_at as date)') }}
),

endpoint_health_hourly as (
    select
        hour_at,
        service_name,
        endpoint,
        -- the day of the first request, not of the hour: in half-hour time zones an hour can start before the first day
        {{ reporting_date('min(requested_at)') }} as date_day,
        {{ request_measures() }}
    from requests
    group by hour_at, service_name, endpoint
)

select * from endpoint_health_hourly
