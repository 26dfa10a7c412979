with
events as (select * from {{ ref('detected_events') }} where kind in ('page_slowdown', 'service_latency')),
page_loads as (select * from {{ ref('stg_page_load_times') }}),
requests as (select * from {{ ref('stg_api_logs') }}),
page_baselines as (select * from {{ ref('int_page_load_baselines') }}),
endpoint_baselines as (select * from {{ ref('int_endpoint_latency_baselines') }}),

event_latencies as (
    select
        events.event_id,
        {{ percentile('page_loads.load_time_ms', 0.5) }} as median_ms,
        {{ percentile('page_baselines.baseline_ms', 0.5) }} as baseline_ms
    from page_loads
    inner join events
        on
            page_loads.page_key = events.subject
            and page_loads.hour_at >= events.started_at
            and page_loads.hour_at < events.ended_at
    left join page_baselines
        on
            page_loads.page_key = page_baselines.page_key
            and page_loads.load_date = page_baselines.load_date
    where events.kind = 'page_slowdown'
    group by events.event_id
    union all
    select
        events.event_id,
        {{ percentile('requests.response_time_ms', 0.5) }} as median_ms,
        {{ percentile('endpoint_baselines.baseline_ms', 0.5) }} as baseline_ms
    from requests
    inner join events
        on
            requests.service_name = events.subject
            and requests.requested_at >= events.started_at
            and requests.requested_at < events.ended_at
    left join endpoint_baselines
        on
            requests.service_name = endpoint_baselines.service_name
            and requests.endpoint = endpoint_baselines.endpoint
            and requests.request_date = endpoint_baselines.request_date
    where events.kind = 'service_latency'
    group by events.event_id
)

select * from event_latencies
