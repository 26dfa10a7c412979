-- Method: the events of one session of the tool, else of one user with at most 30 minutes between them, as in GA4.
with
events as (
    select
        coalesce(session_id, user_key) as visitor,
        session_id as tool_session_id,
        user_key,
        clicked_at,
        page_path,
        event_name,
        item_count,
        event_value,
        row_number() over (
            partition by coalesce(session_id, user_key)
            order by clicked_at, source_file, {{ row_position() }}
        ) as event_number
    from {{ ref('base_clickstream') }}
    where
        row_status = 'accepted'
        and coalesce(session_id, user_key) is not null
),

find_pauses as (
    select
        *,
        case
            when tool_session_id is null
                then {{ seconds_between('lag(clicked_at) over of_visitor', 'clicked_at') }} > 1800
        end as is_after_pause,
        -- without page views, a click on another page shows a new one
        coalesce(event_name = 'page_view', false)
        or coalesce(page_path <> lag(page_path) over of_visitor, true) as is_new_page
    from events
    window of_visitor as (
        partition by visitor
        order by event_number
    )
),

number_visits as (
    select
        *,
        count(*) filter (where is_after_pause) over (
            partition by visitor
            order by event_number
            rows between unbounded preceding and current row
        ) as visit_number
    from find_pauses
),

derived_visits as (
    select
        *,
        -- the time of the first event keeps the id when another file adds earlier visits
        coalesce(
            max(tool_session_id) over of_visit, visitor || ' ' || cast(min(clicked_at) over of_visit as string)
        ) as session_id
    from number_visits
    window of_visit as (partition by visitor, visit_number)
)

select * from derived_visits
