{{ incremental_by_date('session_date') }}

with
classified_sessions as (
    select * from {{ ref('int_sessions_classified') }}
    {{ where_affected_dates('started_at', 'session_date') }}
),

sessions as (
    select
        session_id,
        user_key,
        session_date,
        started_at,
        ended_at,
        duration_seconds,
        page_count,
        entry_page,
        exit_page,
        drop_off_page,
        reached_product,
        reached_cart,
        reached_checkout,
        is_completed,
        is_single_page,
        is_engaged
    from classified_sessions
)

select * from sessions
