with
incidents as (select * from {{ ref('incidents') }}),
causes as (select * from {{ ref('cause_windows') }}),
effects as (select * from {{ ref('effect_windows') }}),
pages as (select * from {{ ref('core_pages') }}),

-- all comments are one place, and so are all tickets: they change together
name_effects as (
    select
        effects.*,
        case
            when
                effects.signal = 'page_exits'
                and pages.funnel_step >= {{ funnel_step('cart') }}
                and pages.funnel_step <> {{ var('funnel_steps').get('completed', 0) }}
                then 'cart_abandonment'
            else effects.signal
        end as kind,
        case effects.signal
            when 'page_exits' then 'page ' || effects.subject
            when 'sentiment_drop' then 'comments'
            else 'tickets'
        end as place
    from effects
    left join pages
        on effects.subject = pages.page_key
),

event_candidates as (
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
        request_count as observation_count,
        case when kind = 'latency' then sluggish_count else failed_request_count end as occurrence_count,
        request_count * usual_rate as expected_count,
        evidence as llr
    from incidents
    union all
    select
        signal as kind,
        signal || ' ' || subject as place,
        subject,
        detail,
        started_at,
        ended_at,
        observation_count,
        occurrence_count,
        expected_count,
        llr
    from causes
    where occurrence_count - expected_count >= {{ setting('min_excess_occurrences') }}
    union all
    select
        kind,
        place,
        subject,
        detail,
        started_at,
        ended_at,
        observation_count,
        occurrence_count,
        expected_count,
        llr
    from name_effects
    where occurrence_count - expected_count >= {{ setting('min_excess_occurrences') }}
)

select * from event_candidates
