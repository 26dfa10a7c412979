-- Method: Laplace's rule of succession over the days before, and never below what the SLO allows.
with
health_windows as (select * from {{ ref('int_service_health_5m') }}),
slo_windows as (select * from {{ ref('int_slo_5m') }}),

find_objectives as (
    select
        service_name,
        case slo when 'availability' then 'errors' else 'latency' end as kind,
        1 - max(objective) as allowed_rate
    from slo_windows
    group by all
),

count_per_day as (
    select
        health_windows.service_name,
        find_objectives.kind,
        find_objectives.allowed_rate,
        cast(health_windows.window_start as date) as date_day,
        sum(
            case find_objectives.kind when 'errors' then health_windows.known_count else health_windows.timed_count end
        ) as request_count,
        sum(case find_objectives.kind
            when 'errors' then health_windows.bad_count
            else health_windows.slow_vs_baseline_count
        end) as occurrence_count
    from health_windows
    inner join find_objectives
        on health_windows.service_name = find_objectives.service_name
    group by all
),

look_back as (
    select
        service_name,
        kind,
        allowed_rate,
        date_day,
        {{ baseline_rate('sum(occurrence_count) over earlier', 'sum(request_count) over earlier') }} as earlier_rate,
        count(*) over earlier as day_count
    from count_per_day
    window earlier as (
        partition by service_name, kind
        {{ days_before('date_day', setting('baseline_days')) }}
    )
),

int_service_baselines as (
    select
        service_name,
        kind,
        date_day,
        greatest(
            cast(allowed_rate as double),
            case
                when day_count >= {{ setting('baseline_min_days') }} then earlier_rate
                else {{ setting('baseline_min_rate') }}
            end
        ) as baseline_rate
    from look_back
)

select * from int_service_baselines
