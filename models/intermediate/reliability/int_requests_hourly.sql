{{ incremental_by_date('cast(hour_at as date)') }}

with
requests as (
    select * from {{ ref('int_requests_classified') }}
    {{ where_affected_dates('requested_at', 'cast(requested_at as date)') }}
),

int_requests_hourly as (
    select
        hour_at,
        service_name,
        count(*) as request_count,
        count(*) filter (where is_error) as error_count,
        count(is_error) as known_count,
        count(response_time_ms) as timed_count,
        {{ percentile('response_time_ms', 0.95) }} as p95_response_ms
    from requests
    group by hour_at, service_name
)

select * from int_requests_hourly
