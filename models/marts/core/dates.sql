with
days as (select * from {{ ref('int_date_spine') }}),

dates as (
    select
        date_day,
        cast(date_trunc('week', date_day) as date) as week_start,
        cast(date_trunc('month', date_day) as date) as month_start,
        {{ day_name('date_day') }} as day_name,
        cast({{ iso_weekday('date_day') }} as integer) as day_of_week,
        {{ iso_weekday('date_day') }} >= 6 as is_weekend
    from days
)

select * from dates
