{{ incremental_by_date('cast(slice_at as date)', lookahead_days=setting('baseline_days')) }}

with
requests as (
    select * from {{ ref('int_requests_classified') }}
    {{ where_affected_dates('requested_at', 'cast(requested_at as date)') }}
),

times as (select * from {{ ref('int_endpoint_latency_baselines') }}),

compare_times as (
    select
        {{ window_start_5m('requests.requested_at') }} as slice_at,
        requests.*,
        {{ is_slower_than_baseline(
            'requests.response_time_ms', 'times.usual_ms', setting('noticeable_response_ms')
        ) }} as is_sluggish
    from requests
    left join times
        on
            requests.service_name = times.service_name
            and requests.endpoint = times.endpoint
            and requests.request_date = times.request_date
),

int_service_health_5m as (
    select
        slice_at,
        service_name,
        count(*) as request_count,
        count(*) filter (where is_bad) as bad_count,
        count(*) filter (where outcome = 'throttled') as throttled_count,
        count(*) filter (where is_slow) as slow_count,
        -- without a usual time yet, what the objective of the service calls slow
        count(*) filter (where coalesce(is_sluggish, is_slow)) as sluggish_count,
        count(is_sluggish) as timed_count,
        {{ percentile('response_time_ms', 0.95) }} as p95_response_ms
    from compare_times
    group by slice_at, service_name
)

select * from int_service_health_5m
