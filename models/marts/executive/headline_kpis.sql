with
definitions as (select * from {{ ref('kpis') }}),
audit as (select * from {{ ref('load_audit') }}),
period as (select * from {{ ref('int_reporting_period') }}),

all_kpis as (
    select * from {{ ref('headline_ux') }}
    union all
    select * from {{ ref('headline_commerce') }}
    union all
    select * from {{ ref('headline_reliability') }}
    union all
    select * from {{ ref('headline_support') }}
),

headline_kpis as (
    select
        definitions.kpi,
        definitions.department,
        definitions.kpi_name,
        {{ unit_label('definitions.unit') }} as unit,
        -- nothing was measured where an input is absent: that is no 0
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
