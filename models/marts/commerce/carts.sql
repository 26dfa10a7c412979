with
abandoned_carts as (select * from {{ ref('stg_cart_abandonment') }}),
completed_sessions as (select * from {{ ref('int_sessions_classified') }} where is_completed),
period as (select * from {{ ref('int_reporting_period') }}),

match_sessions_to_carts as (
    select
        abandoned_carts.cart_id,
        completed_sessions.ended_at,
        -- a completed session recovers only the user's latest cart; earlier carts stay lost
        row_number() over (
            partition by completed_sessions.session_id
            order by abandoned_carts.abandoned_at desc, abandoned_carts.cart_id asc
        ) as cart_rank
    from abandoned_carts
    inner join completed_sessions
        on
            abandoned_carts.user_key = completed_sessions.user_key
            and abandoned_carts.abandoned_at < completed_sessions.ended_at
            and {{ add_hours('abandoned_carts.abandoned_at', var('recovery_window_hours')) }}
            >= completed_sessions.ended_at
),

find_recoveries as (
    select
        cart_id,
        min(ended_at) as recovered_at
    from match_sessions_to_carts
    where cart_rank = 1
    group by cart_id
),

carts as (
    select
        abandoned_carts.cart_id,
        abandoned_carts.user_key,
        abandoned_carts.abandoned_date,
        abandoned_carts.abandoned_at,
        abandoned_carts.item_count,
        abandoned_carts.cart_value,
        case
            when find_recoveries.recovered_at is not null then 'recovered'
            when {{ add_hours('abandoned_carts.abandoned_at', var('recovery_window_hours')) }} > period.as_of
                then 'open'
            else 'lost'
        end as outcome,
        find_recoveries.recovered_at
    from abandoned_carts
    cross join period
    left join find_recoveries
        on abandoned_carts.cart_id = find_recoveries.cart_id
)

select * from carts
