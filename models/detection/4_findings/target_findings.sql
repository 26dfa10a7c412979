with
headlines as (select * from {{ ref('headline_kpis') }}),
definitions as (select * from {{ ref('kpis') }}),
budgets as (select * from {{ ref('slo_status_daily') }}),

miss_targets as (
    select
        headlines.*,
        definitions.target,
        -- between the target and the bound for bad it is to be watched
        case
            when definitions.better = 'higher' and headlines.value >= definitions.bad_beyond then 'info'
            when definitions.better = 'lower' and headlines.value <= definitions.bad_beyond then 'info'
        end as severity_at_most,
        -- what fewer lost carts would bring, up to the target
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

-- only where it stands now: a service that was silent since is judged by its last day
find_last_days as (
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
        kpi_name as name_text,
        unit,
        value as metric_value,
        target as baseline_value,
        numerator as hit_count,
        denominator as event_count,
        severity_at_most,
        impact_high
    from miss_targets
    union all
    select
        'budget_spent' as kind,
        service_name as subject,
        slo as detail,
        null as department,
        null as name_text,
        'share' as unit,
        1 - error_budget_remaining as metric_value,
        objective as baseline_value,
        window_bad_count as hit_count,
        window_valid_count as event_count,
        null as severity_at_most,
        null as impact_high
    from find_last_days
    where day_rank = 1 and error_budget_remaining < 0 and window_bad_count >= {{ setting('burn_min_bad') }}
)

select * from target_findings
