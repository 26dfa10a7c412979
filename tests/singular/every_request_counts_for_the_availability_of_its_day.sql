-- SLOs are counted by 5-minute window and services by request: a window that spans two days would make them differ.
select
    health.date_day,
    health.service_name,
    health.service_name || ' had ' || health.request_count || ' requests on ' || health.date_day
    || ', of which its SLO counts ' || coalesce(status.valid_count, 0) as problem
from {{ ref('service_health_daily') }} as health
left join {{ ref('slo_status_daily') }} as status
    on
        health.date_day = status.date_day
        and health.service_name = status.service_name
        and status.slo = 'availability'
where
    health.success_count
    + health.client_error_count
    + health.throttled_count
    + health.server_error_count
    + health.no_response_count
    <> coalesce(status.valid_count, 0)
