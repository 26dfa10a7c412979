-- First and last day of the marts, and their currency.
select
    min(date_day) as first_day,
    max(date_day) as last_day,
    (select unit from executive.headline_kpis where kpi = 'lost_value') as currency
from core.dates
