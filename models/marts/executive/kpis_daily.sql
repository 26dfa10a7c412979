{% set same_weekday = days_between('history.date_day', 'days.date_day') ~ ' % 7 = 0' %}

with
definitions as (select * from {{ ref('int_kpi_definitions') }}),
audit as (select * from {{ ref('load_audit') }}),
days as (select * from {{ ref('int_kpi_values_daily') }} where value is not null),

-- an absent input has no values, not zeros
exclude_absent_inputs as (
    select days.*
    from days
    inner join definitions
        on days.kpi = definitions.kpi
    inner join audit
        on definitions.input_table = audit.input_table
    where audit.status <> 'absent'
),

-- a Sunday is compared with Sundays; the range of all days shows how much days vary anyway
summarize_history as (
    select
        days.date_day,
        days.kpi,
        {{ percentile('case when ' ~ same_weekday ~ ' then history.value end', 0.5) }} as median_value,
        {{ percentile('history.value', 0.05) }} as low_value,
        {{ percentile('history.value', 0.95) }} as high_value
    from exclude_absent_inputs as days
    inner join exclude_absent_inputs as history
        on
            days.kpi = history.kpi
            and {{ add_days('days.date_day', -7 * setting('baseline_weeks')) }} <= history.date_day
            and days.date_day > history.date_day
    group by all
    having count(case when {{ same_weekday }} then history.value end) >= {{ setting('baseline_min_weeks') }}
),

join_targets as (
    select
        days.date_day,
        days.kpi,
        definitions.department,
        days.value,
        days.numerator,
        days.denominator,
        summarize_history.median_value as baseline,
        summarize_history.low_value as usual_low,
        summarize_history.high_value as usual_high,
        definitions.target,
        definitions.bad_beyond,
        -- signed so that more is better
        case definitions.better when 'lower' then -1 when 'higher' then 1 end as sign
    from exclude_absent_inputs as days
    inner join definitions
        on days.kpi = definitions.kpi
    left join summarize_history
        on
            days.date_day = summarize_history.date_day
            and days.kpi = summarize_history.kpi
),

kpis_daily as (
    select
        date_day,
        kpi,
        department,
        value,
        numerator,
        denominator,
        baseline,
        usual_low,
        usual_high,
        target,
        bad_beyond,
        case
            when target is null then 'no_target'
            when sign * value >= sign * target then 'good'
            when sign * value < sign * bad_beyond then 'bad'
            else 'watch'
        end as status
    from join_targets
)

select * from kpis_daily
