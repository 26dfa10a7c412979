{% set same_weekday = days_between('history.date_day', 'days.date_day') ~ ' % 7 = 0' %}

with
definitions as (select * from {{ ref('kpis') }}),
audit as (select * from {{ ref('load_audit') }}),
days as (select * from {{ ref('int_kpi_values_daily') }} where value is not null),

-- nothing was measured where an input is absent: that is no 0
leave_out_absent as (
    select days.*
    from days
    inner join definitions
        on days.kpi = definitions.kpi
    inner join audit
        on definitions.input_table = audit.input_table
    where audit.status <> 'absent'
),

-- a shop's Sunday is compared with its Sundays; how far days differ anyway is seen from all of them
find_history as (
    select
        days.date_day,
        days.kpi,
        {{ percentile('case when ' ~ same_weekday ~ ' then history.value end', 0.5) }} as median_value,
        {{ percentile('history.value', 0.05) }} as low_value,
        {{ percentile('history.value', 0.95) }} as high_value
    from leave_out_absent as days
    inner join leave_out_absent as history
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
        find_history.median_value as baseline,
        find_history.low_value as usual_low,
        find_history.high_value as usual_high,
        definitions.target,
        definitions.bad_beyond,
        -- turned so that more is better
        case definitions.better when 'lower' then -1 when 'higher' then 1 end as sign
    from leave_out_absent as days
    inner join definitions
        on days.kpi = definitions.kpi
    left join find_history
        on
            days.date_day = find_history.date_day
            and days.kpi = find_history.kpi
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
