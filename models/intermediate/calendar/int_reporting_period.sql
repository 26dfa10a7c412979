with
input_coverage as (select * from {{ ref('int_input_coverage') }}),

find_bounds as (
    select
        min(first_event_at) as first_event_at,
        {%- if as_of() %}
        cast('{{ as_of() }}' as timestamp) as as_of
        {%- else %}
        max(last_event_at) as as_of
        {%- endif %}
    from input_coverage
),

convert_to_days as (
    select
        as_of,
        {{ reporting_date('first_event_at') }} as first_date,
        {{ reporting_date('as_of') }} as last_date
    from find_bounds
),

int_reporting_period as (
    select
        as_of,
        first_date,
        last_date,
        {%- if var('headline_days') %}
        greatest(first_date, {{ add_days('last_date', 1 - var('headline_days')) }}) as headline_start_date
        {%- else %}
        first_date as headline_start_date
        {%- endif %}
    from convert_to_days
)

select * from int_reporting_period
