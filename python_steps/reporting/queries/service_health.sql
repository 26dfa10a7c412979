-- Daily health of each service, and its share of all errors and requests.
select
    service_name,
    date_day,
    error_rate,
    availability,
    p95_response_ms,
    sum(error_count) over (partition by service_name) as total_errors,
    sum(error_count) over (partition by service_name) / nullif(sum(error_count) over (), 0) as error_share,
    sum(request_count) over (partition by service_name) / nullif(sum(request_count) over (), 0) as request_share
from reliability.service_health_daily
where date_day between $first_day and $last_day
order by service_name, date_day
