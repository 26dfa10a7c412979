-- Tickets created and resolved by day, and those open at the end of the day.
with
count_by_day as (
    select
        date_day,
        sum(created_count) as created_count,
        sum(resolved_count) as resolved_count,
        sum(backlog_count) as backlog_count
    from support.tickets_daily
    where date_day between $first_day and $last_day
    group by date_day
)

select
    *,
    max(backlog_count) over () as peak_backlog,
    first_value(date_day) over (order by backlog_count desc, date_day) as peak_day
from count_by_day
order by date_day
