with
candidates as (select * from {{ ref('event_candidates') }}),
period as (select * from {{ ref('int_reporting_period') }}),

find_gaps as (
    select
        *,
        started_at > {{ add_hours('max(ended_at) over earlier', setting('event_gap_hours')) }} as is_apart
    from candidates
    window earlier as (
        partition by place
        order by started_at, ended_at, kind, subject, detail
        rows between unbounded preceding and 1 preceding
    )
),

number_events as (
    select
        *,
        count(case when is_apart then 1 end) over (
            partition by place
            order by started_at, ended_at, kind, subject, detail
            rows unbounded preceding
        ) as event_number
    from find_gaps
),

-- an event is named after its strongest candidate; the slow responses of a failing service are part of its failure
find_strongest as (
    select
        *,
        first_value(kind) over strongest_first as strongest_kind,
        first_value(subject) over strongest_first as strongest_subject,
        first_value(detail) over strongest_first as strongest_detail
    from number_events
    window strongest_first as (
        partition by place, event_number
        order by
            case when kind = 'service_latency' then 1 else 0 end asc,
            llr desc,
            kind asc,
            subject asc,
            detail asc,
            started_at asc
    )
),

detected_events as (
    select
        concat_ws(' ', kind, subject, {{ format_minute('min(started_at)') }}) as event_id,
        kind,
        subject,
        detail,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        cast(sum(observation_count) as bigint) as observation_count,
        cast(sum(occurrence_count) as bigint) as occurrence_count,
        {{ exact_sum('expected_count') }} as expected_count,
        {{ exact_sum('llr') }} as llr
    from find_strongest
    where
        kind = strongest_kind
        and subject = strongest_subject
        and detail = strongest_detail
    group by place, event_number, kind, subject, detail
)

select detected_events.*
from detected_events
cross join period
where {{ reporting_date('detected_events.ended_at') }} >= period.headline_start_date
