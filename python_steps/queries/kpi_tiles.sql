-- KPIs of the period and of as many days before it. A share is one of sums, never a mean of shares; a backlog is that of
-- the last day.
with
bounds as (
    select
        cast($first_day as date) as first_day,
        cast($last_day as date) as last_day,
        cast($first_day as date) - cast(cast($last_day as date) - cast($first_day as date) + 1 as integer) as first_day_before
),

mark_days as (
    select
        days.*,
        days.date_day >= bounds.first_day as is_now
    from executive.kpis_daily as days
    cross join bounds
    where days.date_day between bounds.first_day_before and bounds.last_day
),

measure as (
    select
        kpi,
        is_now,
        any_value(target) as target,
        case
            when kpi = 'ticket_backlog' then max_by(value, date_day)
            when count(denominator) > 0 then sum(numerator) / nullif(sum(denominator), 0)
            else sum(value)
        end as value
    from mark_days
    group by kpi, is_now
)

select
    headlines.department,
    now_days.kpi,
    headlines.kpi_name,
    headlines.unit,
    now_days.value,
    before_days.value as value_before,
    now_days.target,
    headlines.definition
from measure as now_days
inner join executive.headline_kpis as headlines
    on now_days.kpi = headlines.kpi
left join measure as before_days
    on now_days.kpi = before_days.kpi and not before_days.is_now
where
    now_days.is_now
    and now_days.kpi in (
        'total_sessions', 'session_conversion_rate', 'bounce_rate', 'cart_abandonment_rate', 'lost_value', 'total_requests',
        'error_rate', 'availability', 'total_tickets', 'ticket_backlog', 'sla_attainment_rate', 'csat_rate'
    )
order by headlines.department, now_days.kpi
