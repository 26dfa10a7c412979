with
events as (select * from {{ ref('finding_events') }} where kind in ('page_slowdown', 'service_latency')),
page_loads as (select * from {{ ref('int_page_loads_rated') }}),
requests as (select * from {{ ref('int_requests_classified') }}),
usual_times as (select * from {{ ref('int_endpoint_usual_times') }}),

event_durations as (
    select
        events.event_id,
        {{ percentile('page_loads.load_time_ms', 0.5) }} as median_ms,
        {{ percentile('page_loads.usual_ms', 0.5) }} as usual_ms
    from page_loads
    inner join events
        on
            page_loads.page_key = events.subject
            and page_loads.hour_at >= events.started_at
            and page_loads.hour_at < events.ended_at
    where events.kind = 'page_slowdown'
    group by events.event_id
    union all
    select
        events.event_id,
        {{ percentile('requests.response_time_ms', 0.5) }} as median_ms,
        {{ percentile('usual_times.usual_ms', 0.5) }} as usual_ms
    from requests
    inner join events
        on
            requests.service_name = events.subject
            and requests.requested_at >= events.started_at
            and requests.requested_at < events.ended_at
    left join usual_times
        on
            requests.service_name = usual_times.service_name
            and requests.endpoint = usual_times.endpoint
            and requests.request_date = usual_times.request_date
    where events.kind = 'service_latency'
    group by events.event_id
)

select * from event_durations
