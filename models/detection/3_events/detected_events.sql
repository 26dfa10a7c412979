with
incidents as (select * from {{ ref('incidents') }}),
causes as (select * from {{ ref('cause_windows') }}),
effects as (select * from {{ ref('effect_windows') }}),
pages as (select distinct page_key, funnel_step from {{ ref('pages') }}),
period as (select * from {{ ref('int_reporting_period') }}),

-- a service's incidents soon after one another are one finding, and its slow answers while it fails no second one
name_incidents as (
    select
        case
            when kind = 'latency' then 'service_latency'
            when 2 * throttled_count >= failed_request_count then 'service_throttling'
            else 'service_errors'
        end as kind,
        'service ' || service_name as place,
        service_name as subject,
        '' as detail,
        started_at,
        ended_at,
        request_count as event_count,
        case when kind = 'latency' then sluggish_count else failed_request_count end as hit_count,
        request_count * usual_rate as expected_count,
        evidence
    from incidents
),

-- what happened more often in one place at one time is one finding: the one that shows most
name_shifts as (
    select
        case
            when effects.signal = 'page_exits' and pages.funnel_step >= {{ var('funnel_steps')['cart'] }}
                then 'cart_abandonment'
            else effects.signal
        end as kind,
        case effects.signal
            when 'page_exits' then 'page ' || effects.subject
            when 'sentiment_drop' then 'comments'
            else 'tickets'
        end as place,
        effects.*
    from effects
    left join pages
        on effects.subject = pages.page_key
    union all
    select
        signal as kind,
        signal || ' ' || subject as place,
        *
    from causes
),

list_candidates as (
    select * from name_incidents
    union all
    select
        kind,
        place,
        subject,
        detail,
        started_at,
        ended_at,
        event_count,
        hit_count,
        expected_count,
        evidence
    from name_shifts
    where hit_count - expected_count >= {{ setting('min_excess_occurrences') }}
),

number_findings as (
    select
        *,
        started_at > {{ add_hours('max(ended_at) over earlier', setting('event_gap_hours')) }} as is_apart
    from list_candidates
    window earlier as (
        partition by place
        order by started_at, ended_at, kind, subject, detail
        rows between unbounded preceding and 1 preceding
    )
),

group_findings as (
    select
        *,
        count(case when is_apart then 1 end) over (
            partition by place
            order by started_at, ended_at, kind, subject, detail
            rows unbounded preceding
        ) as finding
    from number_findings
),

find_leaders as (
    select
        *,
        first_value(kind) over strongest_first as leading_kind,
        first_value(subject) over strongest_first as leading_subject,
        first_value(detail) over strongest_first as leading_detail
    from group_findings
    window strongest_first as (
        partition by place, finding
        order by
            case when kind = 'service_latency' then 1 else 0 end asc,
            evidence desc,
            kind asc,
            subject asc,
            detail asc,
            started_at asc
    )
),

detected_events as (
    select
        kind,
        subject,
        detail,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(hit_count) as bigint) as hit_count,
        {{ exact_sum('expected_count') }} as expected_count,
        {{ exact_sum('evidence') }} as evidence,
        concat_ws(' ', kind, subject, {{ format_minute('min(started_at)') }}) as event_id
    from find_leaders
    where
        kind = leading_kind
        and subject = leading_subject
        and detail = leading_detail
    group by place, finding, kind, subject, detail
)

select detected_events.*
from detected_events
cross join period
where {{ reporting_date('detected_events.ended_at') }} >= period.headline_start_date
