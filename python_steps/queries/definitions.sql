-- Each KPI in words.
select
    department,
    kpi_name,
    unit,
    definition
from executive.headline_kpis
where $first_day <= $last_day
order by department, kpi_name
