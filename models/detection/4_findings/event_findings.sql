{%- set currency = string_literal(shop_currency()) -%}
with
events as (select * from {{ ref('detected_events') }}),
signals as (select * from {{ ref('event_corroboration') }} where not is_own),
latencies as (select * from {{ ref('event_latencies') }} where baseline_ms is not null),
impacts as (select * from {{ ref('event_impacts') }}),
playbook as (select * from {{ ref('playbook') }}),

format_signals as (
    select
        *,
        subject as subject_text,
        detail as detail_text,
        cast(null as string) as name_text,
        cast(null as string) as value_text,
        cast(null as string) as bound_text,
        cast(null as string) as baseline_text,
        {{ count_text('occurrence_count') }} as occurrences_text,
        {{ count_text('observation_count') }} as observations_text,
        case when observation_count = 1 then '' else 's' end as s_text,
        case when expected_count < 0.05 then 'none' else {{ count_text('expected_count') }} end as expected_text,
        '{{ var("late_reply_hours") }}' as hours_text,
        cast(null as string) as period_text
    from signals
),

describe_signals as (
    select
        signals.event_id,
        count(*) as signal_count,
        {{ ordered_listagg(
            fill_template('playbook.evidence', 'signals'), '; ', '-signals.llr, signals.domain'
        ) }} as sentences
    from format_signals as signals
    inner join playbook
        on signals.signal = playbook.kind
    group by signals.event_id
),

measure_events as (
    select
        events.*,
        latencies.median_ms is not null as is_latency,
        coalesce(latencies.median_ms, {{ safe_divide('events.occurrence_count', 'events.observation_count') }})
            as metric_value,
        coalesce(latencies.baseline_ms, {{ safe_divide('events.expected_count', 'events.observation_count') }})
            as baseline_value
    from events
    left join latencies
        on events.event_id = latencies.event_id
),

event_findings as (
    select
        events.event_id as insight_id,
        events.kind,
        -- a median that is unknown or did not rise does not make a headline
        case
            when
                events.kind in ('service_latency', 'page_slowdown')
                and not (events.is_latency and events.metric_value > events.baseline_value)
                then events.kind || '_share'
            else events.kind
        end as template,
        events.subject,
        events.detail,
        case when events.is_latency then 'ms' else 'share' end as unit,
        events.metric_value,
        events.baseline_value,
        events.occurrence_count,
        events.observation_count,
        events.expected_count,
        events.started_at as period_start,
        events.ended_at as period_end,
        impacts.impact_low,
        impacts.impact_high,
        events.llr,
        case when events.llr < 2 * {{ setting('min_llr') }} then 'warning' end as max_severity,
        1 + coalesce(signals.signal_count, 0) as domain_count,
        coalesce(' At the same time: ' || signals.sentences || '.', ' No other source shows a significant change.')
        || case
            when impacts.impact_low > 0
                then concat(
                    ' ', {{ count_text('impacts.lost_count') }},
                    case when impacts.lost_count = 1 then ' abandoned cart was' else ' abandoned carts were' end,
                    ' not recovered (', {{ count_text('impacts.expected_lost_count') }}, ' expected): an estimated ',
                    {{ money_range_text('impacts.impact_low', 'impacts.impact_high', currency) }},
                    ' in cart value (90% interval; not every cart would have been bought).'
                )
            when impacts.impact_high > 0
                then ' The number of lost carts did not change significantly, so the impact may be zero.'
            else ''
        end as added_evidence
    from measure_events as events
    left join describe_signals as signals
        on events.event_id = signals.event_id
    left join impacts
        on events.event_id = impacts.event_id
)

select * from event_findings
