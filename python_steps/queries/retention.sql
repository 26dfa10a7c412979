-- Who came back, by the week of the first visit.
select
    cohort_week,
    week_number,
    cohort_size,
    retention_rate,
    sum(active_user_count) filter (where week_number = 1 and retention_rate is not null) over ()
    / nullif(sum(cohort_size) filter (where week_number = 1 and retention_rate is not null) over (), 0) as first_week_rate
from ux.retention_weekly
where cohort_week > cast($first_day as date) - interval 7 day and cohort_week <= $last_day
order by cohort_week, week_number
