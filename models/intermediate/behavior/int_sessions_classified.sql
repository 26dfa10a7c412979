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
        max(funnel_step) as deepest_step
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
        coalesce(summarize_sequences.deepest_step, 0) as deepest_step
    from sessions
    left join summarize_sequences
        on sessions.page_sequence = summarize_sequences.page_sequence
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
        deepest_step >= {{ var('funnel_steps')['home'] }} as reached_home,
        deepest_step >= {{ var('funnel_steps')['product'] }} as reached_product,
        deepest_step >= {{ var('funnel_steps')['cart'] }} as reached_cart,
        deepest_step >= {{ var('funnel_steps')['checkout'] }} as reached_checkout,
        is_completed,
        page_count = 1 as is_single_page,
        (
            duration_seconds > {{ var('engaged_session_seconds') }}
            or page_count >= 2
            or is_completed
        ) as is_engaged
    from measure_sessions
)

select * from int_sessions_classified
