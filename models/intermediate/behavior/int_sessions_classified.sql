{{ incremental_by_date('session_date') }}

with
sessions as (
    select * from {{ ref('stg_session_tracking') }}
    {{ where_affected_dates('started_at', 'session_date') }}
),

steps as (select * from {{ ref('int_page_sequence_steps') }}),

summarize_sequences as (
    select
        page_sequence,
        count(*) as page_count,
        min_by(page_key, position) as entry_page,
        max_by(page_key, position) as exit_page,
        -- a page that confirms an order is no proof of one: a session completes by its drop-off page
        least(coalesce(max(funnel_step), 0), {{ page_steps().values() | last }}) as last_page_step
    from steps
    group by page_sequence
),

measure_sessions as (
    select
        sessions.*,
        {{ seconds_between('sessions.started_at', 'sessions.ended_at') }} as duration_seconds,
        coalesce(summarize_sequences.page_count, 0) as page_count,
        summarize_sequences.entry_page,
        summarize_sequences.exit_page,
        coalesce(summarize_sequences.last_page_step, 0) as last_page_step
    from sessions
    left join summarize_sequences
        on sessions.page_sequence = summarize_sequences.page_sequence
),

find_purchases as (
    select
        *,
        -- a None that Python wrote for a missing value completes no session that did not reach the checkout
        case
            when not is_none_from_python or last_page_step >= {{ funnel_step('checkout') }} then is_completed
        end as is_purchase
    from measure_sessions
),

int_sessions_classified as (
    select
        session_id,
        user_key,
        session_date,
        started_at,
        ended_at,
        duration_seconds,
        page_sequence,
        page_count,
        entry_page,
        exit_page,
        drop_off_page,
        -- a later step implies the earlier ones, so counts never increase along the funnel
        {%- for step in ['home', 'product', 'cart', 'checkout'] %}
        last_page_step >= {{ funnel_step(step) }} as reached_{{ step }},
        {%- endfor %}
        -- nor does a completion without the pages before it count as a step
        case
            when is_purchase and last_page_step = {{ page_steps().values() | last }}
                then {{ var('funnel_steps').get('completed', 'last_page_step') }}
            else last_page_step
        end as deepest_step,
        is_purchase as is_completed,
        page_count = 1 as is_single_page,
        (
            duration_seconds > {{ var('engaged_session_seconds') }}
            or page_count >= 2
            or coalesce(is_completed, false)
        ) as is_engaged
    from find_purchases
)

select * from int_sessions_classified
