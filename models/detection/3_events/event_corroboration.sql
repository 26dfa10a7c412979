-- Method: log-likelihood ratio (G-test) of each signal during the event, with the days before it as baseline.
with
detected_events as (select * from {{ ref('detected_events') }}),
signals as (select * from {{ ref('all_signals') }}),
playbook as (select * from {{ ref('playbook') }}),

events as (
    select
        *,
        {{ truncate_to_hour('started_at') }} as first_hour
    from detected_events
),

-- the hours of the event, and the baseline hours before it
count_occurrences as (
    select
        events.event_id,
        events.kind,
        signals.signal,
        signals.subject,
        signals.detail,
        sum(case when signals.hour_at >= events.first_hour then signals.observation_count end) as observation_count,
        sum(case when signals.hour_at >= events.first_hour then signals.occurrence_count end) as occurrence_count,
        sum(case when signals.hour_at < events.first_hour then signals.observation_count else 0 end)
            as baseline_observations,
        sum(case when signals.hour_at < events.first_hour then signals.occurrence_count else 0 end)
            as baseline_occurrences
    from events
    inner join signals
        on
            signals.hour_at >= {{ add_hours('events.first_hour', -24 * setting('baseline_days')) }}
            and signals.hour_at < {{ add_hours('events.ended_at', setting('corroboration_hours_after')) }}
    group by all
),

estimate_baselines as (
    select
        *,
        {{ baseline_rate('baseline_occurrences', 'baseline_observations') }} as baseline_rate
    from count_occurrences
    where
        occurrence_count > 0
        and occurrence_count <= observation_count
        and baseline_observations >= {{ setting('baseline_min_observations') }}
),

score_signals as (
    select
        signals.event_id,
        signal_kinds.domain,
        signal_kinds.domain = event_kinds.domain as is_own,
        signals.signal,
        signals.subject,
        signals.detail,
        signals.observation_count,
        signals.occurrence_count,
        signals.observation_count * signals.baseline_rate as expected_count,
        {{ log_likelihood_ratio(
            'signals.occurrence_count', 'signals.observation_count', 'signals.baseline_rate'
        ) }} as llr
    from estimate_baselines as signals
    inner join playbook as signal_kinds
        on signals.signal = signal_kinds.kind
    inner join playbook as event_kinds
        on signals.kind = event_kinds.kind
),

rank_signals as (
    select
        *,
        row_number() over (
            partition by event_id, domain
            order by llr desc, signal asc, subject asc, detail asc
        ) as signal_rank
    from score_signals
    where llr >= {{ setting('corroboration_min_llr') }}
),

event_corroboration as (
    select
        event_id,
        domain,
        is_own,
        signal,
        subject,
        detail,
        observation_count,
        occurrence_count,
        expected_count,
        llr
    from rank_signals
    where signal_rank = 1
)

select * from event_corroboration
