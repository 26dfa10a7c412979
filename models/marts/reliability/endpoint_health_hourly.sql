with
requests as (select * from {{ ref('int_requests_classified') }}),

endpoint_health_hourly as (
    select
        hour_at,
        service_name,
        endpoint,
        {{ request_measures() }}
    from requests
    group by hour_at, service_name, endpoint
)

select * from endpoint_health_hourly
