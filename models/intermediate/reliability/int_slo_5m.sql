with
health_windows as (select * from {{ ref('int_service_health_5m') }}),
targets as (select * from {{ ref('slo_targets') }}),

count_per_slo as (
    select
        window_start,
        service_name,
        'availability' as slo,
        known_count as valid_count,
        bad_count
    from health_windows
    union all
    -- a bad request burns only the availability budget, not the latency budget as well
    select
        window_start,
        service_name,
        'latency' as slo,
        timed_good_count as valid_count,
        slow_count as bad_count
    from health_windows
),

int_slo_5m as (
    select
        count_per_slo.window_start,
        count_per_slo.service_name,
        count_per_slo.slo,
        case
            when count_per_slo.slo = 'availability'
                then coalesce(own.availability_objective, fallback.availability_objective)
            else coalesce(own.latency_objective, fallback.latency_objective)
        end as objective,
        coalesce(own.window_days, fallback.window_days) as window_days,
        count_per_slo.valid_count,
        count_per_slo.bad_count
    from count_per_slo
    left join targets as own
        on count_per_slo.service_name = own.service_name
    left join targets as fallback
        on fallback.service_name = '*'
)

select * from int_slo_5m
