with
period as (select * from {{ ref('int_reporting_period') }}),

int_date_spine as (
    {{ date_spine('period', 'first_date', 'last_date') }}
)

select * from int_date_spine
