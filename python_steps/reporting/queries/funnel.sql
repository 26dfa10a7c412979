-- Sessions by step of the funnel, and what share of them goes no further.
select
    step_number,
    step,
    sum(session_count) as session_count,
    sum(drop_off_count) as drop_off_count,
    sum(drop_off_count) / nullif(sum(session_count), 0) as drop_off_rate,
    row_number() over (order by sum(drop_off_count) desc nulls last, step) as loss_rank
from ux.funnel_daily
where date_day between $first_day and $last_day
group by step_number, step
order by step_number
