with
session_tracking as (select * from {{ ref('base_session_tracking') }} where reject_reason is null),
pages as (select * from {{ ref('pages') }}),

clean_sessions as (
    select
        session_id,
        started_at,
        ended_at,
        {{ reporting_date('started_at') }} as session_date,
        {{ clean_user('user_id') }} as user_key,
        page_sequence,
        coalesce(lower(drop_off_page) = 'none', false) as is_completed,
        case when lower(drop_off_page) <> 'none' then {{ clean_page('drop_off_page') }} end as drop_off
    from session_tracking
),

stg_session_tracking as (
    select
        clean_sessions.session_id,
        clean_sessions.started_at,
        clean_sessions.ended_at,
        clean_sessions.session_date,
        clean_sessions.user_key,
        clean_sessions.page_sequence,
        clean_sessions.is_completed,
        coalesce(pages.page_key, clean_sessions.drop_off) as drop_off_page
    from clean_sessions
    left join pages
        on clean_sessions.drop_off = pages.alias
)

select * from stg_session_tracking
