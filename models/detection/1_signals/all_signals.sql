with
slices as (select * from {{ ref('int_service_health_5m') }}),
causes as (select * from {{ ref('cause_signals') }}),
behaviour as (select * from {{ ref('behavior_signals') }}),
sessions as (select * from {{ ref('int_sessions_classified') }}),
tickets as (select * from {{ ref('tickets') }}),

-- tickets are held against the sessions of the same time: twice the visitors may ask twice as much
count_tickets as (
    select
        cast(date_trunc('hour', started_at) as timestamp) as hour_at,
        1 as session_count,
        0 as ticket_count
    from sessions
    union all
    select
        cast(date_trunc('hour', created_at) as timestamp) as hour_at,
        0 as session_count,
        1 as ticket_count
    from tickets
),

all_signals as (
    select
        'service_errors' as signal,
        service_name as subject,
        '' as detail,
        cast(date_trunc('hour', slice_at) as timestamp) as hour_at,
        sum(request_count) as event_count,
        sum(bad_count) as hit_count
    from slices
    group by all
    union all
    select
        'service_latency' as signal,
        service_name as subject,
        '' as detail,
        cast(date_trunc('hour', slice_at) as timestamp) as hour_at,
        sum(request_count) as event_count,
        sum(sluggish_count) as hit_count
    from slices
    -- in its first days a service is held against its objective, which says nothing on what is usual
    where timed_count = request_count
    group by all
    union all
    select
        signal,
        subject,
        detail,
        hour_at,
        event_count,
        hit_count
    from causes
    union all
    select
        signal,
        subject,
        '' as detail,
        hour_at,
        event_count,
        hit_count
    from behaviour
    union all
    select
        'ticket_surge' as signal,
        'support' as subject,
        '' as detail,
        hour_at,
        sum(session_count) as event_count,
        sum(ticket_count) as hit_count
    from count_tickets
    group by hour_at
)

select * from all_signals
