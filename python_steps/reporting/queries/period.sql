-- The first and last day of the marts, and the currency of their money.
select
    min(date_day) as first_day,
    max(date_day) as last_day,
    (select unit from executive.headline_kpis where kpi = 'lost_value') as currency
from core.dates
