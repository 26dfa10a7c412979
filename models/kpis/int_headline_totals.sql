with
definitions as (select * from {{ ref('kpis') }} where rollup is not null),
components as (select * from {{ ref('int_kpi_components_daily') }}),
period as (select * from {{ ref('int_reporting_period') }}),

sum_components as (
    select
        definitions.kpi,
        definitions.unit,
        definitions.rollup,
        -- days without rows add 0; rows of which none is known add nothing
        case
            when count(components.numerator) > 0 or count(components.date_day) = 0
                then coalesce(sum(components.numerator), 0)
        end as numerator,
        coalesce(sum(components.denominator), 0) as denominator,
        coalesce(sum(case when components.date_day = period.last_date then components.numerator end), 0) as latest,
        count(distinct components.date_day) as day_count
    from definitions
    cross join period
    left join components
        on
            definitions.kpi = components.kpi
            and period.headline_start_date <= components.date_day
    group by all
),

int_headline_totals as (
    select
        kpi,
        case rollup
            when 'sum' then cast(numerator as double)
            when 'latest' then cast(case when numerator is not null then latest end as double)
            -- sessions are timed in seconds
            else {{ safe_divide('numerator', 'denominator') }} / case when unit = 'minutes' then 60 else 1 end
        end as value,
        case when unit = 'share' then cast(numerator as double) end as numerator,
        case when unit = 'share' then cast(denominator as double) end as denominator,
        cast(case rollup when 'ratio' then denominator else day_count end as bigint) as observation_count
    from sum_components
)

select * from int_headline_totals
