-- Method: robust z-score (median and MAD; Iglewicz and Hoaglin 1993) of each hour, with the same local hour of
-- previous weeks as baseline, and at least the deviation expected by chance at that volume (Poisson, binomial).
with
definitions as (select * from {{ ref('kpis') }} where dispersion is not null),
hours as (select * from {{ ref('int_kpi_values_hourly') }}),

weeks as (
    {% for number in range(1, setting('baseline_weeks') + 1) -%}
    select {{ number }} as week_number {{ "union all" if not loop.last }}
    {% endfor -%}
),

select_hours as (
    select
        hours.*,
        -- people keep their hours when clocks change
        {{ to_reporting_time('hours.hour_at') }} as local_hour_at,
        definitions.unit,
        definitions.dispersion
    from hours
    inner join definitions
        on hours.kpi = definitions.kpi
    -- a percentile of a handful of events is just one of those events
    where definitions.unit <> 'ms' or hours.event_count >= {{ setting('anomaly_min_observations') }}
),

-- each value is copied to the hours whose baseline it belongs to, which is cheaper than joining every pair of hours
shift_to_later_weeks as (
    select
        select_hours.kpi,
        select_hours.subject,
        {{ add_hours('select_hours.local_hour_at', '7 * 24 * weeks.week_number') }} as local_hour_at,
        select_hours.value
    from select_hours
    cross join weeks
),

estimate_baselines as (
    select
        kpi,
        subject,
        local_hour_at,
        {{ percentile('value', 0.5) }} as expected_value,
        {{ median_absolute_deviation('value') }} as deviation,
        count(*) as week_count
    from shift_to_later_weeks
    group by kpi, subject, local_hour_at
    having count(*) >= {{ setting('baseline_min_weeks') }}
),

-- the variance of an hour when nothing has changed, with a minimum of one event
estimate_chance as (
    select
        select_hours.*,
        baselines.expected_value,
        baselines.deviation,
        baselines.week_count,
        select_hours.dispersion * case select_hours.unit
            when 'count' then baselines.expected_value + select_hours.dispersion
            when 'share'
                then
                    baselines.expected_value * (1 - baselines.expected_value) / select_hours.event_count
                    + select_hours.dispersion / (select_hours.event_count * select_hours.event_count)
            when 'ms' then baselines.expected_value * baselines.expected_value / select_hours.event_count
        end as chance_variance
    from select_hours
    inner join estimate_baselines as baselines
        on
            select_hours.kpi = baselines.kpi
            and select_hours.subject = baselines.subject
            and select_hours.local_hour_at = baselines.local_hour_at
),

score_hours as (
    select
        *,
        greatest(
            -- the MAD of normally distributed values is 0.6745 standard deviations
            deviation / 0.6745,
            sqrt(
                -- the median of a few hours varies too
                chance_variance * (1 + pi() / 2 / week_count)
                + power({{ setting('anomaly_noise_share') }} * expected_value, 2)
            )
        ) as expected_deviation,
        {{ safe_divide('value - expected_value', 'expected_deviation') }} as score
    from estimate_chance
),

anomalies as (
    select
        concat_ws(' ', kpi, subject, hour_at) as anomaly_id,
        kpi,
        subject,
        {{ reporting_date('hour_at') }} as date_day,
        hour_at,
        value,
        unit,
        event_count,
        expected_value,
        score,
        case when score > 0 then 'high' else 'low' end as direction
    from score_hours
    where abs(score) > {{ setting('anomaly_score') }}
)

select * from anomalies
