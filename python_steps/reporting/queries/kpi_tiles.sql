-- The KPIs each reader sees first: of the period, and of as many days before it where the data reaches back so far. A share
-- is one of sums, never a mean of shares; a backlog is that of the last day.
with
choose_kpis (audience, place, kpi) as (
    values
    ('managers', 1, 'total_sessions'),
    ('managers', 2, 'session_conversion_rate'),
    ('managers', 3, 'cart_abandonment_rate'),
    ('managers', 4, 'lost_value'),
    ('managers', 5, 'availability'),
    ('managers', 6, 'csat_rate'),
    ('ux', 1, 'total_clicks'),
    ('ux', 2, 'bounce_rate'),
    ('ux', 3, 'session_conversion_rate'),
    ('it', 1, 'total_requests'),
    ('it', 2, 'error_rate'),
    ('it', 3, 'availability'),
    ('support', 1, 'total_tickets'),
    ('support', 2, 'ticket_backlog'),
    ('support', 3, 'sla_attainment_rate')
),

bounds as (
    select
        min(date_day) as data_first_day,
        cast($first_day as date) as first_day,
        cast($last_day as date) as last_day,
        cast($first_day as date) - cast(cast($last_day as date) - cast($first_day as date) + 1 as integer) as first_day_before
    from core.dates
),

mark_days as (
    select
        days.*,
        days.date_day >= bounds.first_day as is_now
    from executive.kpis_daily as days
    cross join bounds
    where
        days.date_day between bounds.first_day and bounds.last_day
        or (
            days.date_day between bounds.first_day_before and bounds.first_day
            and bounds.first_day_before >= bounds.data_first_day
        )
),

measure as (
    select
        kpi,
        is_now,
        any_value(target) as target,
        -- where it is better: above the bound for bad, or below it
        sign(any_value(target) - any_value(bad_beyond)) as better_sign,
        sum(numerator) as numerator,
        nullif(sum(denominator), 0) as denominator,
        case
            when kpi = 'ticket_backlog' then max_by(value, date_day)
            when count(denominator) > 0 then sum(numerator) / nullif(sum(denominator), 0)
            else sum(value)
        end as value
    from mark_days
    group by kpi, is_now
),

compare as (
    select
        choose_kpis.audience,
        choose_kpis.place,
        headlines.kpi,
        headlines.kpi_name,
        headlines.unit,
        headlines.definition,
        now_days.value,
        now_days.target,
        now_days.better_sign,
        before_days.value as value_before,
        -- shares differ in points of a percentage, all else in parts of what was before
        case
            when headlines.unit = 'share' then now_days.value - before_days.value
            else now_days.value / nullif(before_days.value, 0) - 1
        end as change,
        (now_days.numerator + before_days.numerator) / (now_days.denominator + before_days.denominator) as pooled_share,
        -- two shares of so many differ by so much in nineteen of twenty cases when nothing has changed
        case
            when headlines.unit = 'share'
                then 1.96 * sqrt(pooled_share * (1 - pooled_share) * (1 / now_days.denominator + 1 / before_days.denominator))
        end as chance_change
    from choose_kpis
    inner join executive.headline_kpis as headlines
        on choose_kpis.kpi = headlines.kpi
    inner join measure as now_days
        on choose_kpis.kpi = now_days.kpi and now_days.is_now
    left join measure as before_days
        on choose_kpis.kpi = before_days.kpi and not before_days.is_now
)

select
    audience,
    kpi,
    kpi_name,
    unit,
    value,
    value_before,
    change,
    coalesce(abs(change) <= chance_change, false) as is_within_chance,
    nullif(change * better_sign, 0) > 0 as is_better,
    target,
    definition
from compare
where value is not null
order by
    case audience when 'managers' then 1 when 'ux' then 2 when 'it' then 3 else 4 end,
    place
