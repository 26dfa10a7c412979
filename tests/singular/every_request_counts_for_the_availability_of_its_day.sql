-- The SLOs count by slices of 5 minutes and the services by requests: a slice that spans two days would part them.
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
where health.request_count <> coalesce(status.valid_count, 0)
