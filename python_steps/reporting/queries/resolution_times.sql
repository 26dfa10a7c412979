-- Resolution time of resolved tickets by priority, with the SLA target.
select
    priority,
    count(*) as ticket_count,
    quantile_cont(resolution_hours, 0.5) as median_hours,
    quantile_cont(resolution_hours, 0.9) as p90_hours,
    max(sla_target_hours) as target_hours,
    count(*) filter (where sla_status = 'met') / nullif(count(sla_status), 0) as met_share
from support.tickets
where created_date between $first_day and $last_day and is_resolved
group by priority
order by target_hours nulls last, priority
