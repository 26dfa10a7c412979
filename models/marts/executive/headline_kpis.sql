with
definitions as (select * from {{ ref('kpis') }}),
audit as (select * from {{ ref('load_audit') }}),
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

headline_kpis as (
    select
        definitions.kpi,
        definitions.department,
        definitions.kpi_name,
        case when definitions.unit = 'currency' then '{{ var("currency") }}' else definitions.unit end as unit,
        -- an absent input gives null, not 0
        case when audit.status <> 'absent' then all_kpis.value end as value,
        case when audit.status <> 'absent' then all_kpis.answer end as answer,
        case when audit.status <> 'absent' then all_kpis.numerator end as numerator,
        case when audit.status <> 'absent' then all_kpis.denominator end as denominator,
        period.headline_start_date as period_start,
        period.last_date as period_end,
        definitions.definition
    from definitions
    inner join audit
        on definitions.input_table = audit.input_table
    cross join period
    left join all_kpis
        on definitions.kpi = all_kpis.kpi
)

select * from headline_kpis
