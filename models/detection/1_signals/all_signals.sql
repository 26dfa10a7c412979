with
health_windows as (select * from {{ ref('int_service_health_5m') }}),
causes as (select * from {{ ref('cause_signals') }}),
behavior as (select * from {{ ref('behavior_signals') }}),
sessions as (select * from {{ ref('int_sessions_classified') }}),
tickets as (select * from {{ ref('tickets') }}),

-- tickets are compared with the sessions of the same hour, because twice the visitors may open twice the tickets
list_visits_and_tickets as (
    select
        {{ truncate_to_hour('started_at') }} as hour_at,
        1 as session_count,
        0 as ticket_count
    from sessions
    union all
    select
        {{ truncate_to_hour('created_at') }} as hour_at,
        0 as session_count,
        1 as ticket_count
    from tickets
),

all_signals as (
    select
        'service_errors' as signal,
        service_name as subject,
        '' as detail,
        {{ truncate_to_hour('window_start') }} as hour_at,
        sum(known_count) as observation_count,
        sum(bad_count) as occurrence_count
    from health_windows
    where known_count > 0
    group by all
    union all
    select
        'service_latency' as signal,
        service_name as subject,
        '' as detail,
        {{ truncate_to_hour('window_start') }} as hour_at,
        sum(timed_count) as observation_count,
        sum(slow_vs_baseline_count) as occurrence_count
    from health_windows
    -- until every endpoint has a baseline, slow means beyond the SLO threshold, which is a different rate
    where timed_count > 0 and compared_count = timed_count
    group by all
    union all
    select
        signal,
        subject,
        detail,
        hour_at,
        observation_count,
        occurrence_count
    from causes
    union all
    select
        signal,
        subject,
        detail,
        hour_at,
        observation_count,
        occurrence_count
    from behavior
    union all
    select
        'ticket_surge' as signal,
        'support' as subject,
        '' as detail,
        hour_at,
        sum(session_count) as observation_count,
        sum(ticket_count) as occurrence_count
    from list_visits_and_tickets
    group by hour_at
)

select * from all_signals
