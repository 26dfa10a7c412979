-- The ten elements with the most clicks, and their share of all clicks.
select
    page_key,
    element,
    sum(click_count) as click_count,
    sum(click_count) / sum(sum(click_count)) over () as share
from ux.clicks_daily
where date_day between $first_day and $last_day
group by page_key, element
order by click_count desc, page_key, element
limit 10
