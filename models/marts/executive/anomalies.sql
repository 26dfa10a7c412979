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
        definitions.unit,
        definitions.dispersion
    from hours
    inner join definitions
        on hours.kpi = definitions.kpi
    -- a percentile of a handful is hardly more than one of them
    where definitions.unit <> 'ms' or hours.event_count >= {{ setting('anomaly_min_observations') }}
),

-- each hour is handed to those that it is history for: a join on equal hours would compare far more pairs
hand_on_values as (
    select
        select_hours.kpi,
        select_hours.subject,
        {{ add_hours('select_hours.hour_at', '7 * 24 * weeks.week_number') }} as hour_at,
        select_hours.value
    from select_hours
    cross join weeks
),

find_usual as (
    select
        kpi,
        subject,
        hour_at,
        {{ percentile('value', 0.5) }} as expected_value,
        {{ median_absolute_deviation('value') }} as deviation,
        count(*) as week_count
    from hand_on_values
    group by kpi, subject, hour_at
    having count(*) >= {{ setting('baseline_min_weeks') }}
),

-- what chance makes of an hour when nothing has changed; at least one step of its own for what is counted
estimate_chance as (
    select
        select_hours.*,
        find_usual.expected_value,
        find_usual.deviation,
        find_usual.week_count,
        select_hours.dispersion * case select_hours.unit
            when 'count' then find_usual.expected_value + select_hours.dispersion
            when 'share'
                then
                    find_usual.expected_value * (1 - find_usual.expected_value) / select_hours.event_count
                    + select_hours.dispersion / (select_hours.event_count * select_hours.event_count)
            when 'ms' then find_usual.expected_value * find_usual.expected_value / select_hours.event_count
        end as chance_variance
    from select_hours
    inner join find_usual
        on
            select_hours.kpi = find_usual.kpi
            and select_hours.subject = find_usual.subject
            and select_hours.hour_at = find_usual.hour_at
),

score_hours as (
    select
        *,
        {{ safe_divide('value - expected_value', 'greatest(
            -- a standard deviation shows as 0.6745 of itself in the median deviation
            deviation / 0.6745,
            sqrt(
                -- the median of few hours is itself a matter of chance
                chance_variance * (1 + pi() / 2 / week_count)
                + power(' ~ setting("anomaly_noise_share") ~ ' * expected_value, 2)
            )
        )') }} as score
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
