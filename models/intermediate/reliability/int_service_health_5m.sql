{{ incremental_by_date('cast(window_start as date)', lookahead_days=setting('baseline_days')) }}

with
requests as (
    select * from {{ ref('int_requests_classified') }}
    {{ where_affected_dates('requested_at', 'cast(requested_at as date)') }}
),

baselines as (select * from {{ ref('int_endpoint_latency_baselines') }}),

compare_with_baseline as (
    select
        {{ window_start_5m('requests.requested_at') }} as window_start,
        requests.*,
        {{ is_slower_than_baseline(
            'requests.response_time_ms', 'baselines.baseline_ms', setting('noticeable_response_ms')
        ) }} as is_slow_vs_baseline
    from requests
    left join baselines
        on
            requests.service_name = baselines.service_name
            and requests.endpoint = baselines.endpoint
            and requests.request_date = baselines.request_date
),

int_service_health_5m as (
    select
        window_start,
        service_name,
        count(*) as request_count,
        count(is_bad) as known_count,
        count(*) filter (where is_bad) as bad_count,
        count(response_time_ms) as timed_count,
        count(response_time_ms) filter (where not coalesce(is_bad, false)) as timed_good_count,
        count(*) filter (where outcome = 'throttled') as throttled_count,
        count(*) filter (where is_slow) as slow_count,
        -- until there is a baseline, the latency threshold of the service's SLO decides
        count(*) filter (where coalesce(is_slow_vs_baseline, is_slow)) as slow_vs_baseline_count,
        count(is_slow_vs_baseline) as compared_count,
        {{ percentile('response_time_ms', 0.95) }} as p95_response_ms
    from compare_with_baseline
    group by window_start, service_name
)

select * from int_service_health_5m
