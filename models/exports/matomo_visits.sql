with
visits as (
    {{ export_rows('matomo', 'visits') }}
),

list_actions as (
    select
        *,
        -- a visit without a list is broken, and one action without values; an empty list has no action
        case
            when json_valid(action_details) and json_type(action_details) = 'ARRAY'
                then cast(json_extract(action_details, '$[*]') as string[])
            else ['{}']
        end as actions
    from visits
),

actions_of_visits as (
    select
        *,
        unnest(actions) as action,
        generate_subscripts(actions, 1) as position
    from list_actions
),

read_actions as (
    select
        *,
        row_number() over () as action_row,
        action ->> '$.type' as type,
        nullif(action ->> '$.url', '') as url,
        case
            when {{ regexp_full_match("action ->> '$.timestamp'", '[0-9]{9,10}') }}
                then cast(action ->> '$.timestamp' as bigint)
        end as local_seconds,
        {{ snake_case_name("action ->> '$.eventAction'") }} as event_action,
        coalesce(nullif(action ->> '$.eventName', ''), nullif(action ->> '$.siteSearchKeyword', '')) as name
    from actions_of_visits
),

find_pages as (
    select
        *,
        -- an outlink or download has the URL of its target, and orders have none: their page is the last one viewed
        coalesce(
            case when type in ('action', 'event', 'search') then url end,
            last_value(case when type in ('action', 'event') then url end ignore nulls) over (
                visit order by position rows between unbounded preceding and current row
            )
        ) as page,
        -- the times of actions are in the time zone of the site, those of the visit in UTC
        min(local_seconds) over visit - try_cast(first_action_timestamp as bigint) as first_offset,
        max(local_seconds) over visit - try_cast(last_action_timestamp as bigint) as last_offset
    from read_actions
    window visit as (partition by source_file, input_row)
),

find_offsets as (
    select
        *,
        -- offsets are multiples of a quarter of an hour
        900 * cast(round(
            case
                when abs(first_offset - 900 * round(first_offset / 900.0)) <= 5 then first_offset
                when abs(last_offset - 900 * round(last_offset / 900.0)) <= 5 then last_offset
            end / 900.0
        ) as bigint) as seconds_from_utc
    from find_pages
),

matomo_visits as (
    select
        source_file,
        action_row as input_row,
        coalesce(nullif(action, '{}'), exported_row) as exported_row,
        -- false: Matomo does not show it to this account
        coalesce({{ to_value('user_id') }}, nullif(visitor_id, 'false')) as user_id,
        case
            when local_seconds is null then action ->> '$.timestamp'
            when seconds_from_utc is not null
                then cast(make_timestamp(1000000 * (local_seconds - seconds_from_utc)) as string) || 'Z'
            else {{ time_of_export('cast(make_timestamp(1000000 * local_seconds) as string)', 'matomo_visits') }}
        end as timestamp,
        page,
        case type
            when 'event' then name
            when 'search' then name
            when 'outlink' then url
            when 'download' then url
        end as element_clicked,
        id_visit as session_id,
        case type
            when 'action' then 'page_view'
            when 'event' then coalesce(event_action, 'event')
            when 'outlink' then 'click'
            when 'download' then 'file_download'
            when 'ecommerceOrder' then 'purchase'
            else {{ snake_case_name('type') }}
        end as event_name,
        action ->> '$.items' as item_count,
        coalesce(action ->> '$.eventValue', action ->> '$.revenue') as event_value,
        action ->> '$.orderId' as order_id
    from find_offsets
    -- consequences of another action, and what was only shown
    where type is null or type not in ('goal', 'ecommerceAbandonedCart', 'content')
)

select * from matomo_visits
