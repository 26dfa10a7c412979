with
headlines as (select * from {{ ref('headline_kpis') }}),
definitions as (select * from {{ ref('kpis') }}),
budgets as (select * from {{ ref('slo_status_daily') }}),

find_missed_targets as (
    select
        headlines.*,
        definitions.target,
        case when definitions.better = 'higher' then 'at least' else 'at most' end as bound,
        -- between the target and bad_beyond, a KPI is only on watch
        case
            when definitions.better = 'higher' and headlines.value >= definitions.bad_beyond then 'info'
            when definitions.better = 'lower' and headlines.value <= definitions.bad_beyond then 'info'
        end as max_severity,
        -- the most lost value that reaching the target could save
        case
            when headlines.kpi = 'cart_abandonment_rate'
                then ceil(lost.value * (headlines.value - definitions.target) / headlines.value)
        end as impact_high
    from headlines
    inner join definitions
        on headlines.kpi = definitions.kpi
    left join headlines as lost
        on lost.kpi = 'lost_value'
    where
        (definitions.better = 'higher' and headlines.value < definitions.target)
        or (definitions.better = 'lower' and headlines.value > definitions.target)
),

rank_days as (
    select
        *,
        row_number() over (partition by service_name, slo order by date_day desc) as day_rank
    from budgets
),

target_findings as (
    select
        'below_target' as kind,
        kpi as subject,
        '' as detail,
        department,
        kpi_name,
        unit,
        value as metric_value,
        bound,
        target as baseline_value,
        numerator as occurrence_count,
        denominator as observation_count,
        max_severity,
        impact_high
    from find_missed_targets
    union all
    select
        'budget_spent' as kind,
        service_name as subject,
        slo as detail,
        null as department,
        null as kpi_name,
        'share' as unit,
        1 - error_budget_remaining as metric_value,
        null as bound,
        objective as baseline_value,
        window_bad_count as occurrence_count,
        window_valid_count as observation_count,
        null as max_severity,
        null as impact_high
    from rank_days
    -- the current state: a service without traffic keeps that of its last day
    where day_rank = 1 and error_budget_remaining < 0 and window_bad_count >= {{ setting('burn_min_bad') }}
)

select * from target_findings
