{{ config(
    materialized='incremental', incremental_strategy='rebuild_days',
    meta={'day': 'cast(hour_at as date)'}
) }}

with
requests as (
    select * from {{ ref('int_requests_classified') }}
    {{ of_days_to_rebuild('requested_at', 'cast(requested_at as date)') }}
),

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
