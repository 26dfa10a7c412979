with
behavior as (select * from {{ ref('behavior_signals') }}),
incidents as (select * from {{ ref('incidents') }}),
cause_windows as (select * from {{ ref('cause_windows') }}),

-- behavior that changes while a service or page is in trouble corroborates that event and is not a separate event
list_causes as (
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
    from cause_windows
),

set_aftermath as (
    select
        *,
        case signal
            {%- for signal, hours in setting('aftermath_hours').items() %}
            when '{{ signal }}' then {{ hours }}
            {%- endfor %}
        end as aftermath_hours
    from behavior
),

find_attributed_hours as (
    select distinct
        set_aftermath.signal,
        set_aftermath.subject,
        set_aftermath.hour_at
    from set_aftermath
    inner join list_causes
        on
            {{ add_hours('set_aftermath.hour_at', 1) }} > list_causes.started_at
            and set_aftermath.hour_at < {{ add_hours('list_causes.ended_at', 'set_aftermath.aftermath_hours') }}
            and (
                list_causes.cause = 'service'
                or set_aftermath.signal = 'sentiment_drop'
                or (set_aftermath.signal = 'page_exits' and set_aftermath.subject = list_causes.subject)
            )
),

unexplained_signals as (
    select
        behavior.signal,
        behavior.subject,
        behavior.detail,
        behavior.hour_at,
        behavior.observation_count,
        behavior.occurrence_count
    from behavior
    left join find_attributed_hours
        on
            behavior.signal = find_attributed_hours.signal
            and behavior.subject = find_attributed_hours.subject
            and behavior.hour_at = find_attributed_hours.hour_at
    where find_attributed_hours.hour_at is null
)

select * from unexplained_signals
