with
slices as (select * from {{ ref('int_service_health_5m') }}),
slo_slices as (select * from {{ ref('int_slo_5m') }}),

find_objectives as (
    select
        service_name,
        case slo when 'availability' then 'errors' else 'latency' end as kind,
        1 - max(objective) as allowed_rate
    from slo_slices
    group by all
),

count_hits as (
    {{ service_occurrences('slices') }}
),

sum_days as (
    select
        service_name,
        kind,
        cast(slice_at as date) as date_day,
        sum(request_count) as request_count,
        sum(hit_count) as hit_count
    from count_hits
    group by all
),

look_back as (
    select
        service_name,
        kind,
        date_day,
        {{ baseline_rate('sum(hit_count) over days_before', 'sum(request_count) over days_before') }} as usual_rate,
        count(*) over days_before as day_count
    from sum_days
    window days_before as (
        partition by service_name, kind
        {{ days_before('date_day', setting('baseline_days')) }}
    )
),

int_service_baselines as (
    select
        look_back.service_name,
        look_back.kind,
        look_back.date_day,
        -- what the objective allows is usual enough: also where there is no history yet
        greatest(
            cast(find_objectives.allowed_rate as double),
            case
                when look_back.day_count >= {{ setting('baseline_min_days') }} then look_back.usual_rate
                else {{ setting('baseline_min_rate') }}
            end
        ) as usual_rate
    from look_back
    inner join find_objectives
        on
            look_back.service_name = find_objectives.service_name
            and look_back.kind = find_objectives.kind
)

select * from int_service_baselines
