with
behaviour as (select * from {{ ref('behavior_signals') }}),
incidents as (select * from {{ ref('incidents') }}),
shifts as (select * from {{ ref('cause_windows') }}),

-- what happens while a service or page is in trouble is a trace of that trouble, told there, and no finding of its own
find_causes as (
    select
        'service' as cause,
        service_name as subject,
        started_at,
        ended_at
    from incidents
    union all
    select
        'page' as cause,
        subject,
        started_at,
        ended_at
    from shifts
),

set_spans as (
    select
        *,
        case signal
            {%- for signal, hours in setting('aftermath_hours').items() %}
            when '{{ signal }}' then {{ hours }}
            {%- endfor %}
        end as hours_after
    from behaviour
),

find_traces as (
    select distinct
        set_spans.signal,
        set_spans.subject,
        set_spans.hour_at
    from set_spans
    inner join find_causes
        on
            {{ add_hours('set_spans.hour_at', 1) }} > find_causes.started_at
            and set_spans.hour_at < {{ add_hours('find_causes.ended_at', 'set_spans.hours_after') }}
            and (
                find_causes.cause = 'service'
                or set_spans.signal = 'sentiment_drop'
                or (set_spans.signal = 'page_exits' and set_spans.subject = find_causes.subject)
            )
),

unexplained_signals as (
    select
        behaviour.signal,
        behaviour.subject,
        '' as detail,
        behaviour.hour_at,
        behaviour.event_count,
        behaviour.hit_count
    from behaviour
    left join find_traces
        on
            behaviour.signal = find_traces.signal
            and behaviour.subject = find_traces.subject
            and behaviour.hour_at = find_traces.hour_at
    where find_traces.hour_at is null
)

select * from unexplained_signals
