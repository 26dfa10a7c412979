with
visits as (select * from {{ ref('int_user_activity_daily') }}),
days as (select * from {{ ref('int_date_spine') }}),
period as (select * from {{ ref('int_reporting_period') }}),

find_active_weeks as (
    select distinct
        user_key,
        cast(date_trunc('week', date_day) as date) as active_week
    from visits
),

find_cohorts as (
    select
        user_key,
        min(active_week) as cohort_week
    from find_active_weeks
    group by user_key
),

size_cohorts as (
    select
        cohort_week,
        count(*) as cohort_size
    from find_cohorts
    group by cohort_week
),

-- one row per cohort and later week, also where nobody came back
span_weeks as (
    select distinct
        size_cohorts.cohort_week,
        size_cohorts.cohort_size,
        cast(date_trunc('week', days.date_day) as date) as active_week
    from size_cohorts
    inner join days
        on size_cohorts.cohort_week <= days.date_day
),

count_active as (
    select
        find_cohorts.cohort_week,
        find_active_weeks.active_week,
        count(*) as active_user_count
    from find_active_weeks
    inner join find_cohorts
        on find_active_weeks.user_key = find_cohorts.user_key
    group by all
),

retention_weekly as (
    select
        span_weeks.cohort_week,
        cast({{ days_between('span_weeks.cohort_week', 'span_weeks.active_week') }} / 7 as integer) as week_number,
        span_weeks.cohort_size,
        coalesce(count_active.active_user_count, 0) as active_user_count,
        -- a week that is not over would look like a loss
        case
            when {{ add_days('span_weeks.active_week', 6) }} < period.last_date
                then {{ safe_divide('coalesce(count_active.active_user_count, 0)', 'span_weeks.cohort_size') }}
        end as retention_rate
    from span_weeks
    cross join period
    left join count_active
        on
            span_weeks.cohort_week = count_active.cohort_week
            and span_weeks.active_week = count_active.active_week
)

select * from retention_weekly
