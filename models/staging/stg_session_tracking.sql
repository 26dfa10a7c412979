with
session_tracking as (select * from {{ ref('base_session_tracking') }} where reject_reason is null),

stg_session_tracking as (
    select
        session_id,
        started_at,
        ended_at,
        session_date,
        user_key,
        page_sequence,
        is_completed,
        drop_off_page
    from session_tracking
)

select * from stg_session_tracking
