with
definitions as (select * from {{ ref('int_kpi_definitions') }}),
audit as (select * from {{ ref('load_audit') }}),
unavailable as (select * from {{ ref('int_kpis_unavailable') }}),
period as (select * from {{ ref('int_reporting_period') }}),
totals as (select * from {{ ref('int_headline_totals') }}),
percentiles as (select * from {{ ref('int_headline_percentiles') }}),
leaders as (select * from {{ ref('int_headline_leaders') }}),

all_kpis as (
    select kpi, value, cast(null as string) as answer, numerator, denominator
    from totals
    union all
    select kpi, value, null as answer, null as numerator, null as denominator
    from percentiles
    union all
    select kpi, value, answer, null as numerator, null as denominator
    from leaders
),

find_availability as (
    select
        definitions.*,
        audit.status <> 'absent' and definitions.kpi not in (select unavailable.kpi from unavailable) as is_available
    from definitions
    inner join audit
        on definitions.input_table = audit.input_table
),

headline_kpis as (
    select
        definitions.kpi,
        definitions.department,
        definitions.kpi_name,
        case
            when definitions.unit = 'currency' then {{ string_literal(shop_currency()) }} else definitions.unit
        end as unit,
        -- an absent input or column gives null, not 0
        case when definitions.is_available then all_kpis.value end as value,
        case when definitions.is_available then all_kpis.answer end as answer,
        case when definitions.is_available then all_kpis.numerator end as numerator,
        case when definitions.is_available then all_kpis.denominator end as denominator,
        period.headline_start_date as period_start,
        period.last_date as period_end,
        definitions.definition
    from find_availability as definitions
    cross join period
    left join all_kpis
        on definitions.kpi = all_kpis.kpi
)

select * from headline_kpis
