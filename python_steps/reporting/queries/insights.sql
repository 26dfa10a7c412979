-- Findings of the period by priority; ongoing conditions belong to every period.
select
    priority_rank,
    department,
    owner,
    nature,
    severity,
    subject,
    period_start,
    period_end,
    headline,
    evidence,
    impact_low,
    impact_high,
    currency,
    confidence,
    recommended_action,
    -- ongoing conditions, so the period leaves none of them out
    coalesce(bool_or(department = 'quality') over (), false) as has_data_problems
from executive.insights
where nature = 'standing' or (period_start < cast($last_day as date) + interval 1 day and period_end > $first_day)
order by priority_rank
