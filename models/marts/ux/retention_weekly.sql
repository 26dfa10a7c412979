with
activity as (select * from {{ ref('int_user_activity_daily') }}),
days as (select * from {{ ref('int_date_spine') }}),
period as (select * from {{ ref('int_reporting_period') }}),

find_active_weeks as (
    select distinct
        user_key,
        cast(date_trunc('week', date_day) as date) as active_week
    from activity
),

assign_cohorts as (
    select
        user_key,
        min(active_week) as cohort_week
    from find_active_weeks
    group by user_key
),

count_cohort_users as (
    select
        cohort_week,
        count(*) as cohort_size
    from assign_cohorts
    group by cohort_week
),

-- one row per cohort and later week, so a week without returning users counts 0
list_weeks as (
    select distinct
        count_cohort_users.cohort_week,
        count_cohort_users.cohort_size,
        cast(date_trunc('week', days.date_day) as date) as active_week
    from count_cohort_users
    inner join days
        on count_cohort_users.cohort_week <= days.date_day
),

count_active_users as (
    select
        assign_cohorts.cohort_week,
        find_active_weeks.active_week,
        count(*) as active_user_count
    from find_active_weeks
    inner join assign_cohorts
        on find_active_weeks.user_key = assign_cohorts.user_key
    group by all
),

retention_weekly as (
    select
        list_weeks.cohort_week,
        cast({{ days_between('list_weeks.cohort_week', 'list_weeks.active_week') }} / 7 as integer) as week_number,
        list_weeks.cohort_size,
        coalesce(count_active_users.active_user_count, 0) as active_user_count,
        -- an unfinished week would look like a drop in retention
        case
            when {{ add_days('list_weeks.active_week', 6) }} < period.last_date
                then {{ safe_divide('coalesce(count_active_users.active_user_count, 0)', 'list_weeks.cohort_size') }}
        end as retention_rate
    from list_weeks
    cross join period
    left join count_active_users
        on
            list_weeks.cohort_week = count_active_users.cohort_week
            and list_weeks.active_week = count_active_users.active_week
)

select * from retention_weekly
