-- Burn rate alerts that were active in the period: pages and tickets.
select
    service_name,
    slo,
    severity,
    started_at,
    ended_at,
    count(*) filter (where severity = 'page') over () as page_count,
    count(*) filter (where severity = 'ticket') over () as ticket_count,
    count(*) over () as alert_count
from reliability.burn_alerts
where started_at < cast($last_day as date) + interval 1 day and ended_at > $first_day
order by service_name, slo, severity, started_at
