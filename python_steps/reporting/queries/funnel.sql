-- Sessions that reached each step of the funnel, and the share that dropped off there.
select
    step_number,
    step,
    sum(session_count) as session_count,
    sum(drop_off_count) as drop_off_count,
    sum(drop_off_count) / nullif(sum(session_count), 0) as drop_off_rate,
    row_number() over (order by sum(drop_off_count) desc nulls last, step) as loss_rank,
    -- a session that saw only unknown pages reaches no step
    sum(session_count) = (
        select sum(value)
        from executive.kpis_daily
        where kpi = 'total_sessions' and date_day between $first_day and $last_day
    ) as has_all_sessions
from ux.funnel_daily
where date_day between $first_day and $last_day
group by step_number, step
order by step_number
