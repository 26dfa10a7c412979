-- Comments by issue and week, of the issues that are named most.
with
count_weeks as (
    select
        greatest(dates.week_start, cast($first_day as date)) as week_start,
        issues.issue,
        sum(issues.feedback_count) as feedback_count
    from support.issues_daily as issues
    inner join core.dates as dates
        on issues.date_day = dates.date_day
    where issues.date_day between $first_day and $last_day
    group by all
),

count_issues as (
    select
        issue,
        sum(feedback_count) as total_count,
        row_number() over (order by sum(feedback_count) desc, issue) as issue_rank
    from count_weeks
    group by issue
)

select
    count_weeks.week_start,
    count_weeks.issue,
    count_weeks.feedback_count,
    count_issues.total_count,
    count_issues.issue_rank
from count_weeks
inner join count_issues
    on count_weeks.issue = count_issues.issue
where count_issues.issue_rank <= 5 and count_issues.total_count > 0
order by count_issues.issue_rank, count_weeks.week_start
