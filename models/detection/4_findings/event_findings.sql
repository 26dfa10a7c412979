with
events as (select * from {{ ref('detected_events') }}),
traces as (select * from {{ ref('event_corroboration') }}),
durations as (select * from {{ ref('event_latencies') }}),
impacts as (select * from {{ ref('event_impacts') }}),
playbook as (select * from {{ ref('playbook') }}),
period as (select * from {{ ref('int_reporting_period') }}),

trace_texts as (
    select
        *,
        subject as subject_text,
        detail as detail_text,
        cast(null as string) as name_text,
        cast(null as string) as value_text,
        cast(null as string) as baseline_text,
        {{ count_text('hit_count') }} as hits_text,
        {{ count_text('event_count') }} as events_text,
        {{ count_text('expected_count') }} as expected_text,
        cast(null as string) as period_text
    from traces
    where not is_own
),

tell_traces as (
    select
        trace_texts.event_id,
        count(*) as domain_count,
        {{ ordered_listagg(
            fill_finding_template('playbook.evidence', 'trace_texts'), '; ', '-trace_texts.evidence, trace_texts.domain'
        ) }} as trace_list
    from trace_texts
    inner join playbook
        on trace_texts.signal = playbook.kind
    group by trace_texts.event_id
),

measure_events as (
    select
        events.*,
        coalesce(durations.median_ms, {{ safe_divide('events.hit_count', 'events.event_count') }}) as metric_value,
        coalesce(
            durations.usual_ms, {{ safe_divide('events.expected_count', 'events.event_count') }}
        ) as baseline_value,
        durations.median_ms is not null as is_duration
    from events
    left join durations
        on
            events.event_id = durations.event_id
            and durations.usual_ms is not null
),

event_findings as (
    select
        events.event_id as insight_id,
        'event' as nature,
        events.kind,
        events.subject,
        cast(null as string) as department,
        events.started_at as period_start,
        events.ended_at as period_end,
        events.metric_value,
        events.baseline_value,
        impacts.impact_low,
        impacts.impact_high,
        events.evidence as weight,
        -- the kind's own severity is for what cannot be overlooked
        case when events.evidence < 2 * {{ setting('min_llr') }} then 'warning' end as severity_at_most,
        1 + coalesce(tell_traces.domain_count, 0) as domain_count,
        events.subject as subject_text,
        events.detail as detail_text,
        cast(null as string) as name_text,
        case
            when events.is_duration then {{ milliseconds_text('events.metric_value') }}
            else {{ share_text('events.metric_value') }}
        end as value_text,
        case
            when events.is_duration then {{ milliseconds_text('events.baseline_value') }}
            else {{ share_text('events.baseline_value') }}
        end as baseline_text,
        {{ count_text('events.hit_count') }} as hits_text,
        {{ count_text('events.event_count') }} as events_text,
        {{ count_text('events.expected_count') }} as expected_text,
        {{ period_text('events.started_at', 'events.ended_at', 'period.as_of') }} as period_text,
        coalesce(' Coincides with: ' || tell_traces.trace_list || '.', ' Nothing else moved at that time.')
        || case
            when impacts.impact_low > 0
                then concat(
                    ' ', {{ whole_text('impacts.lost_count') }}, ' carts were lost, where ',
                    {{ count_text('impacts.expected_lost_count') }}, ' are usual: about ',
                    {{ whole_text('impacts.impact_low') }}, '-', {{ whole_text('impacts.impact_high') }},
                    ' {{ var("currency") }} more.'
                )
            when impacts.impact_high > 0 then ' Carts were lost about as often as usual.'
            else ''
        end as more_evidence
    from measure_events as events
    cross join period
    left join tell_traces
        on events.event_id = tell_traces.event_id
    left join impacts
        on events.event_id = impacts.event_id
)

select * from event_findings
