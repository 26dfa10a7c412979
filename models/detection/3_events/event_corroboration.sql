with
findings as (select * from {{ ref('detected_events') }}),
streams as (select * from {{ ref('all_signals') }}),
playbook as (select * from {{ ref('playbook') }}),

events as (
    select
        *,
        cast(date_trunc('hour', started_at) as timestamp) as first_hour
    from findings
),

-- the hours of a finding, and the days before it that say what is usual
count_hits as (
    select
        events.event_id,
        events.kind,
        streams.signal,
        streams.subject,
        streams.detail,
        sum(case when streams.hour_at >= events.first_hour then streams.event_count end) as event_count,
        sum(case when streams.hour_at >= events.first_hour then streams.hit_count end) as hit_count,
        sum(case when streams.hour_at < events.first_hour then streams.event_count else 0 end) as usual_events,
        sum(case when streams.hour_at < events.first_hour then streams.hit_count else 0 end) as usual_hits
    from events
    inner join streams
        on
            streams.hour_at >= {{ add_hours('events.first_hour', -24 * setting('baseline_days')) }}
            and streams.hour_at < {{ add_hours('events.ended_at', setting('corroboration_hours_after')) }}
    group by all
),

weigh_traces as (
    select
        *,
        {{ baseline_rate('usual_hits', 'usual_events') }} as usual_rate
    from count_hits
    where hit_count > 0 and hit_count <= event_count and usual_events >= {{ setting('baseline_min_observations') }}
),

name_domains as (
    select
        traces.event_id,
        trace_kinds.domain,
        trace_kinds.domain = event_kinds.domain as is_own,
        traces.signal,
        traces.subject,
        traces.detail,
        traces.event_count,
        traces.hit_count,
        traces.event_count * traces.usual_rate as expected_count,
        {{ log_likelihood_ratio('traces.hit_count', 'traces.event_count', 'traces.usual_rate') }} as evidence
    from weigh_traces as traces
    inner join playbook as trace_kinds
        on traces.signal = trace_kinds.kind
    inner join playbook as event_kinds
        on traces.kind = event_kinds.kind
),

rank_traces as (
    select
        *,
        row_number() over (
            partition by event_id, domain
            order by evidence desc, signal asc, subject asc, detail asc
        ) as trace_rank
    from name_domains
    where evidence >= {{ setting('corroboration_min_llr') }}
),

-- one trace a domain, the one that shows most
event_corroboration as (
    select
        event_id,
        domain,
        is_own,
        signal,
        subject,
        detail,
        event_count,
        hit_count,
        expected_count,
        evidence
    from rank_traces
    where trace_rank = 1
)

select * from event_corroboration
