with
events as (select * from {{ ref('detected_events') }} where kind in ('page_slowdown', 'service_latency')),
page_loads as (select * from {{ ref('stg_page_load_times') }}),
requests as (select * from {{ ref('stg_api_logs') }}),
page_usual_times as (select * from {{ ref('int_page_load_baselines') }}),
endpoint_usual_times as (select * from {{ ref('int_endpoint_latency_baselines') }}),

event_latencies as (
    select
        events.event_id,
        {{ percentile('page_loads.load_time_ms', 0.5) }} as median_ms,
        {{ percentile('page_usual_times.usual_ms', 0.5) }} as usual_ms
    from page_loads
    inner join events
        on
            page_loads.page_key = events.subject
            and page_loads.hour_at >= events.started_at
            and page_loads.hour_at < events.ended_at
    left join page_usual_times
        on
            page_loads.page_key = page_usual_times.page_key
            and page_loads.load_date = page_usual_times.load_date
    where events.kind = 'page_slowdown'
    group by events.event_id
    union all
    select
        events.event_id,
        {{ percentile('requests.response_time_ms', 0.5) }} as median_ms,
        {{ percentile('endpoint_usual_times.usual_ms', 0.5) }} as usual_ms
    from requests
    inner join events
        on
            requests.service_name = events.subject
            and requests.requested_at >= events.started_at
            and requests.requested_at < events.ended_at
    left join endpoint_usual_times
        on
            requests.service_name = endpoint_usual_times.service_name
            and requests.endpoint = endpoint_usual_times.endpoint
            and requests.request_date = endpoint_usual_times.request_date
    where events.kind = 'service_latency'
    group by events.event_id
)

select * from event_latencies
