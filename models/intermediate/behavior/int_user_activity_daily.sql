{{ incremental_by_date('date_day') }}

with
clicks as (
    select * from {{ ref('stg_clickstream') }}
    {{ where_affected_dates('clicked_at', 'click_date') }}
),

sessions as (
    select * from {{ ref('stg_session_tracking') }}
    {{ where_affected_dates('started_at', 'session_date') }}
),

count_clicks as (
    select
        user_key,
        click_date as date_day,
        count(*) filter (where not coalesce(is_page_view, false)) as click_count,
        0 as session_count,
        min(clicked_at) as first_at,
        max(clicked_at) as last_at
    from clicks
    where user_key is not null
    group by user_key, click_date
),

count_sessions as (
    select
        user_key,
        session_date as date_day,
        0 as click_count,
        count(*) as session_count,
        min(started_at) as first_at,
        max(ended_at) as last_at
    from sessions
    where user_key is not null
    group by user_key, session_date
),

union_activity as (
    select * from count_clicks
    union all
    select * from count_sessions
),

int_user_activity_daily as (
    select
        user_key,
        date_day,
        cast(sum(click_count) as bigint) as click_count,
        cast(sum(session_count) as bigint) as session_count,
        min(first_at) as first_at,
        max(last_at) as last_at
    from union_activity
    group by all
)

select * from int_user_activity_daily
