-- Last page of the sessions that did not complete; completed sessions have no drop-off page.
select
    drop_off_page,
    count(*) as session_count,
    count(*) / sum(count(*)) over () as share
from ux.sessions
where session_date between $first_day and $last_day and drop_off_page is not null
group by drop_off_page
order by session_count desc, drop_off_page
limit 10
