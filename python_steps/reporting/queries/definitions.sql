-- Definition of each KPI.
select
    department,
    kpi,
    kpi_name,
    unit,
    definition
from executive.headline_kpis
order by department, kpi_name
