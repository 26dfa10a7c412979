with
period as (select * from {{ ref('int_reporting_period') }}),

int_days as (
    {{ date_spine('period', 'first_date', 'last_date') }}
)

select * from int_days
