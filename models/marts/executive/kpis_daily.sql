with
definitions as (select * from {{ ref('kpis') }}),
audit as (select * from {{ ref('load_audit') }}),
days as (select * from {{ ref('daily_kpi_values') }} where value is not null),

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

-- the same weekday of the weeks before: a shop's Sunday is compared with its Sundays
find_history as (
    select
        days.date_day,
        days.kpi,
        {{ percentile('history.value', 0.5) }} as median_value,
        count(history.value) as week_count
    from leave_out_absent as days
    inner join leave_out_absent as history
        on
            days.kpi = history.kpi
            and {{ add_days('days.date_day', -7 * var('baseline_weeks')) }} <= history.date_day
            and days.date_day > history.date_day
            and {{ days_between('history.date_day', 'days.date_day') }} % 7 = 0
    group by all
),

join_targets as (
    select
        days.date_day,
        days.kpi,
        definitions.department,
        days.value,
        days.numerator,
        days.denominator,
        case
            when find_history.week_count >= {{ var('baseline_min_weeks') }} then find_history.median_value
        end as baseline,
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
