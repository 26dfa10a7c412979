-- Daily values of the KPIs that managers follow.
select
    days.date_day,
    days.kpi,
    headlines.kpi_name,
    headlines.unit,
    days.value,
    days.baseline,
    days.usual_low,
    days.usual_high,
    days.target
from executive.kpis_daily as days
inner join executive.headline_kpis as headlines
    on days.kpi = headlines.kpi
where
    days.date_day between $first_day and $last_day
    and days.kpi in (
        'session_conversion_rate', 'cart_abandonment_rate', 'p75_load_ms', 'error_rate', 'csat_rate', 'ticket_backlog'
    )
order by days.kpi, days.date_day
