-- Daily load times by page, and the bounds for good and poor of the KPI p75_load_ms.
select
    days.page_key,
    days.date_day,
    days.p50_load_ms,
    days.p75_load_ms,
    days.p95_load_ms,
    bounds.good_ms,
    bounds.poor_ms,
    first_value(days.page_key) over (order by days.p75_load_ms desc, days.page_key, days.date_day) as slowest_page,
    max(days.p75_load_ms) over () as slowest_ms
from ux.page_speed_daily as days
cross join (
    select
        max(target) as good_ms,
        max(bad_beyond) as poor_ms
    from executive.kpis_daily
    where kpi = 'p75_load_ms'
) as bounds
where days.date_day between $first_day and $last_day
order by days.page_key, days.date_day
