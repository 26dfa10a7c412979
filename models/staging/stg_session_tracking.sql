with
session_tracking as (
    {{ accepted_rows('session_tracking') }}
),
paths as (select * from {{ ref('stg_page_paths') }}),

stg_session_tracking as (
    select
        session_tracking.session_id,
        session_tracking.started_at,
        session_tracking.ended_at,
        session_tracking.session_date,
        session_tracking.user_key,
        session_tracking.page_sequence,
        session_tracking.is_completed,
        session_tracking.is_none_from_python,
        paths.page_key as drop_off_page
    from session_tracking
    left join paths
        on session_tracking.drop_off_path = paths.page_path
    {{ without_bots('session_tracking') }}
)

select * from stg_session_tracking
