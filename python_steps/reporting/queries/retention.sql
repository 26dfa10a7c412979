-- Share of users who returned, by week of their first visit. Retention takes longer than a period: twelve weeks of cohorts.
select
    cohort_week,
    week_number,
    cohort_size,
    retention_rate,
    sum(active_user_count) filter (where week_number = 1 and retention_rate is not null) over ()
    / nullif(sum(cohort_size) filter (where week_number = 1 and retention_rate is not null) over (), 0) as week_1_rate
from ux.retention_weekly
where
    cohort_week > cast($last_day as date) - interval 84 day
    and cohort_week + cast(7 * week_number as integer) <= $last_day
order by cohort_week, week_number
