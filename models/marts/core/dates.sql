with
days as (select * from {{ ref('int_date_spine') }}),

number_weekdays as (
    select
        date_day,
        -- 5 January 1970 was a Monday
        cast({{ days_between("date '1970-01-05'", 'date_day') }} % 7 + 1 as integer) as day_of_week
    from days
),

dates as (
    select
        date_day,
        cast(date_trunc('week', date_day) as date) as week_start,
        cast(date_trunc('month', date_day) as date) as month_start,
        case day_of_week
            when 1 then 'Monday'
            when 2 then 'Tuesday'
            when 3 then 'Wednesday'
            when 4 then 'Thursday'
            when 5 then 'Friday'
            when 6 then 'Saturday'
            when 7 then 'Sunday'
        end as day_name,
        day_of_week,
        day_of_week >= 6 as is_weekend
    from number_weekdays
)

select * from dates
