with
requests as (select * from {{ ref('int_requests_classified') }}),

int_request_hours as (
    select
        hour_at,
        service_name,
        count(*) as request_count,
        count(*) filter (where is_error) as error_count,
        {{ percentile('response_time_ms', 0.95) }} as p95_response_ms
    from requests
    group by hour_at, service_name
)

select * from int_request_hours
