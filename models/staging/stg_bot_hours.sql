{{ incremental_by_date('cast(hour_at as date)') }}

-- Method: more events of one user in an hour than a person makes; no other trace of a bot is in the inputs.
with
clickstream as (
    {{ accepted_events('clickstream') }}
),

session_tracking as (
    {{ accepted_rows('session_tracking') }}
),

count_clicks as (
    select
        user_key,
        {{ truncate_to_hour('clicked_at') }} as hour_at
    from clickstream
    {{ where_affected_dates('clicked_at', 'cast(clicked_at as date)') }}
    group by all
    having count(*) > {{ setting('bot_clicks_per_hour') }}
),

count_sessions as (
    select
        user_key,
        {{ truncate_to_hour('started_at') }} as hour_at
    from session_tracking
    {{ where_affected_dates('started_at', 'cast(started_at as date)') }}
    group by all
    having count(*) > {{ setting('bot_sessions_per_hour') }}
),

stg_bot_hours as (
    select user_key, hour_at
    from count_clicks
    where user_key is not null
    union
    select user_key, hour_at
    from count_sessions
    where user_key is not null
)

select * from stg_bot_hours
