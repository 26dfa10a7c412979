-- Comments by week for the five most frequent issues.
with
count_by_week as (
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

rank_issues as (
    select
        issue,
        sum(feedback_count) as total_count,
        row_number() over (order by sum(feedback_count) desc, issue) as issue_rank
    from count_by_week
    group by issue
)

select
    count_by_week.week_start,
    count_by_week.issue,
    count_by_week.feedback_count,
    rank_issues.total_count,
    rank_issues.issue_rank
from count_by_week
inner join rank_issues
    on count_by_week.issue = rank_issues.issue
where rank_issues.issue_rank <= 5 and rank_issues.total_count > 0
order by rank_issues.issue_rank, count_by_week.week_start
