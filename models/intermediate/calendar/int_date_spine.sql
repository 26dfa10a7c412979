with
period as (select * from {{ ref('int_reporting_period') }}),

list_days as (
    select {{ explode_series('first_date', 'last_date', 'day') }} as day_at
    from period
    where first_date <= last_date
),

int_date_spine as (
    select cast(day_at as date) as date_day
    from list_days
)

select * from int_date_spine
