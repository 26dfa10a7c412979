{%- set nouns = {
    'clickstream': 'click',
    'page_load_times': 'page load',
    'session_tracking': 'session',
    'cart_abandonment': 'abandoned cart',
    'api_logs': 'request',
    'user_feedback': 'rating',
    'support_tickets': 'ticket',
} -%}
with
headlines as (select * from {{ ref('headline_kpis') }}),
definitions as (select * from {{ ref('int_kpi_definitions') }}),
totals as (select * from {{ ref('int_headline_totals') }}),
percentiles as (select * from {{ ref('int_headline_percentiles') }}),
budgets as (select * from {{ ref('slo_status_daily') }}),
slo_counts as (select * from {{ ref('int_slo_5m') }}),
period as (select * from {{ ref('int_reporting_period') }}),

count_observations as (
    select kpi, observation_count from totals
    union all
    select kpi, observation_count from percentiles
),

find_missed_targets as (
    select
        headlines.*,
        definitions.target,
        case when definitions.better = 'higher' then 'at least' else 'at most' end as bound,
        count_observations.observation_count,
        case
            when definitions.rollup in ('sum', 'latest') then 'day'
            {%- for table, noun in nouns.items() %}
            when definitions.input_table = '{{ table }}' then '{{ noun }}'
            {%- endfor %}
        end as noun,
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
    left join count_observations
        on headlines.kpi = count_observations.kpi
    left join headlines as lost
        on lost.kpi = 'lost_value'
    where
        (
            (definitions.better = 'higher' and headlines.value < definitions.target)
            or (definitions.better = 'lower' and headlines.value > definitions.target)
        )
        -- a sum says itself how much there was
        and (
            definitions.rollup in ('sum', 'latest')
            or coalesce(count_observations.observation_count >= {{ setting('finding_min_observations') }}, true)
        )
),

rank_days as (
    select
        *,
        row_number() over (partition by service_name, slo order by date_day desc) as day_rank
    from budgets
),

list_windows as (select distinct service_name, slo, window_days from slo_counts),

-- the current state: a service without recent traffic keeps that of its last day until its window has passed
find_spent_budgets as (
    select
        rank_days.*,
        list_windows.window_days,
        {{ day_text('rank_days.date_day', 'period.last_date') }} as window_end_text
    from rank_days
    inner join list_windows
        on
            rank_days.service_name = list_windows.service_name
            and rank_days.slo = list_windows.slo
    cross join period
    where
        rank_days.day_rank = 1
        and rank_days.error_budget_remaining < 0
        and rank_days.window_bad_count >= {{ setting('burn_min_bad') }}
        and rank_days.date_day > {{ add_days('period.last_date', '-list_windows.window_days') }}
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
        observation_count,
        max_severity,
        impact_high,
        coalesce(
            ' Based on ' || {{ count_text('observation_count') }} || ' ' || noun
            || case when observation_count = 1 then '' else 's' end || '.',
            ''
        ) as added_evidence
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
        null as impact_high,
        concat(
            ' The SLO window is the ', case when window_days = 1 then 'day ' else window_days || ' days to ' end,
            window_end_text, '.'
        ) as added_evidence
    from find_spent_budgets
)

select * from target_findings
