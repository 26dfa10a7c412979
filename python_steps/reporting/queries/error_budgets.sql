-- Error budget remaining by day, and on the last day of the period.
select
    service_name,
    slo,
    date_day,
    error_budget_remaining,
    last_value(error_budget_remaining) over (
        partition by service_name, slo
        order by date_day
        rows between unbounded preceding and unbounded following
    ) as remaining_at_end
from reliability.slo_status_daily
where date_day between $first_day and $last_day
order by slo, service_name, date_day
