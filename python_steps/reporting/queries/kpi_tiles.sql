-- KPI tiles of each audience: the period and the previous period of the same length, if the data goes back that far.
-- Shares are ratios of sums, never means of daily shares; a backlog is that of the last day.
with
list_tiles (audience, position, kpi) as (
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
        cast($first_day as date) - cast(cast($last_day as date) - cast($first_day as date) + 1 as integer) as previous_first_day
    from core.dates
),

assign_days as (
    select
        days.*,
        days.date_day >= bounds.first_day as is_current
    from executive.kpis_daily as days
    cross join bounds
    where
        days.date_day between bounds.first_day and bounds.last_day
        or (
            days.date_day between bounds.previous_first_day and bounds.first_day
            and bounds.previous_first_day >= bounds.data_first_day
        )
),

measure_periods as (
    select
        kpi,
        is_current,
        any_value(target) as target,
        -- 1: higher is better, -1: lower is better
        sign(any_value(target) - any_value(bad_beyond)) as better_sign,
        sum(numerator) as numerator,
        nullif(sum(denominator), 0) as denominator,
        case
            when kpi = 'ticket_backlog' then max_by(value, date_day)
            when count(denominator) > 0 then sum(numerator) / nullif(sum(denominator), 0)
            else sum(value)
        end as value
    from assign_days
    group by kpi, is_current
),

compare_periods as (
    select
        list_tiles.audience,
        list_tiles.position,
        headlines.kpi,
        headlines.kpi_name,
        headlines.unit,
        headlines.definition,
        current_period.value,
        current_period.target,
        current_period.better_sign,
        previous_period.value as previous_value,
        -- shares differ by points, all else by a fraction of the previous value
        case
            when headlines.unit = 'share' then current_period.value - previous_period.value
            else current_period.value / nullif(previous_period.value, 0) - 1
        end as change,
        (current_period.numerator + previous_period.numerator) / (current_period.denominator + previous_period.denominator) as pooled_share,
        -- two-proportion z-test, 95%: without any change 19 of 20 differences are smaller
        case
            when headlines.unit = 'share'
                then 1.96 * sqrt(pooled_share * (1 - pooled_share) * (1 / current_period.denominator + 1 / previous_period.denominator))
        end as margin_of_error
    from list_tiles
    inner join executive.headline_kpis as headlines
        on list_tiles.kpi = headlines.kpi
    inner join measure_periods as current_period
        on list_tiles.kpi = current_period.kpi and current_period.is_current
    left join measure_periods as previous_period
        on list_tiles.kpi = previous_period.kpi and not previous_period.is_current
)

select
    audience,
    kpi,
    kpi_name,
    unit,
    value,
    previous_value,
    change,
    coalesce(abs(change) <= margin_of_error, false) as is_insignificant,
    nullif(change * better_sign, 0) > 0 as is_better,
    target,
    better_sign > 0 as is_higher_better,
    value * better_sign >= target * better_sign as is_target_met,
    definition
from compare_periods
where value is not null
order by
    case audience when 'managers' then 1 when 'ux' then 2 when 'it' then 3 else 4 end,
    position
