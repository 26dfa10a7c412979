{{ incremental_by_date('cast(hour_at as date)', lookahead_days=1) }}

-- Method: rage clicks, three or more clicks of one user on one element in quick succession.
with
clicks as (
    select * from {{ ref('stg_clickstream') }}
    {{ where_affected_dates('clicked_at', 'cast(clicked_at as date)', lookback_days=1) }}
),

look_back as (
    select
        *,
        -- one gap at a time, because subtracting fractional seconds can miss the bound by the last digit
        {{ seconds_between('lag(clicked_at, 1) over same_element', 'clicked_at') }} as gap_1,
        {{ seconds_between('lag(clicked_at, 2) over same_element', 'lag(clicked_at, 1) over same_element') }} as gap_2,
        {{ seconds_between('lag(clicked_at, 3) over same_element', 'lag(clicked_at, 2) over same_element') }} as gap_3
    from clicks
    -- clicks of guests are of many people
    where element <> '(not recorded)' and user_key is not null
    window same_element as (
        partition by user_key, page_key, element
        order by clicked_at
    )
),

mark_clicks as (
    select
        {{ truncate_to_hour('clicked_at') }} as hour_at,
        page_key,
        element,
        coalesce(gap_1 > {{ setting('rage_click_seconds') }}, true) as is_first,
        -- the third click of a burst, whatever follows: each burst counts once
        gap_1 <= {{ setting('rage_click_seconds') }}
        and gap_2 <= {{ setting('rage_click_seconds') }}
        and coalesce(gap_3 > {{ setting('rage_click_seconds') }}, true) as is_third
    from look_back
),

int_click_bursts_hourly as (
    select
        hour_at,
        page_key,
        element,
        count(*) filter (where is_first) as burst_count,
        count(*) filter (where is_third) as rage_click_count
    from mark_clicks
    {{ where_affected_dates('hour_at', 'cast(hour_at as date)') }}
    group by hour_at, page_key, element
)

select * from int_click_bursts_hourly
