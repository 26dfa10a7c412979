-- Critical and warning events of the period, to shade behind daily KPIs.
select
    insight_id,
    department,
    severity,
    subject,
    period_start,
    period_end
from executive.insights
where
    nature = 'event'
    and severity <> 'info'
    and period_start < cast($last_day as date) + interval 1 day
    and period_end > $first_day
order by period_start, insight_id
