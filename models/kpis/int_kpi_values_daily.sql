with
definitions as (select * from {{ ref('kpis') }} where is_daily),
unavailable as (select * from {{ ref('int_kpis_unavailable') }}),
components as (select * from {{ ref('int_kpi_components_daily') }}),
page_loads as (select * from {{ ref('int_page_loads_daily') }}),
requests as (select * from {{ ref('int_requests_daily') }}),

divide_components as (
    select
        components.date_day,
        components.kpi,
        case
            when definitions.rollup = 'ratio' then {{ safe_divide('components.numerator', 'components.denominator') }}
            else cast(components.numerator as double)
        end as value,
        case when definitions.rollup = 'ratio' then cast(components.numerator as double) end as numerator,
        case when definitions.rollup = 'ratio' then cast(components.denominator as double) end as denominator
    from components
    inner join definitions
        on components.kpi = definitions.kpi
),

union_values as (
    select date_day, kpi, value, numerator, denominator
    from divide_components
    union all
    select
        load_date as date_day,
        'p75_load_ms' as kpi,
        p75_load_ms as value,
        null as numerator,
        null as denominator
    from page_loads
    union all
    select
        request_date as date_day,
        'p95_response_ms' as kpi,
        p95_response_ms as value,
        null as numerator,
        null as denominator
    from requests
),

int_kpi_values_daily as (
    select *
    from union_values
    where kpi not in (select unavailable.kpi from unavailable)
)

select * from int_kpi_values_daily
