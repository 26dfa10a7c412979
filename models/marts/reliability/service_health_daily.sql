{{ incremental_by_date('date_day') }}

with
requests as (
    select * from {{ ref('int_requests_classified') }}
    {{ where_affected_dates('requested_at', 'request_date') }}
),

service_health_daily as (
    select
        request_date as date_day,
        service_name,
        {{ request_measures() }}
    from requests
    group by request_date, service_name
)

select * from service_health_daily
