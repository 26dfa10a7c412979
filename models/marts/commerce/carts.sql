with
abandoned as (select * from {{ ref('stg_cart_abandonment') }}),
completed as (select * from {{ ref('int_sessions_classified') }} where is_completed),
period as (select * from {{ ref('int_reporting_period') }}),

match_sessions as (
    select
        abandoned.cart_id,
        completed.ended_at,
        -- one completed session can only bring back the user's latest cart: earlier ones stay lost
        row_number() over (
            partition by completed.session_id
            order by abandoned.abandoned_at desc, abandoned.cart_id asc
        ) as cart_rank
    from abandoned
    inner join completed
        on
            abandoned.user_key = completed.user_key
            and abandoned.abandoned_at < completed.ended_at
            and {{ add_hours('abandoned.abandoned_at', var('recovery_window_hours')) }} >= completed.ended_at
),

recover_carts as (
    select
        cart_id,
        min(ended_at) as recovered_at
    from match_sessions
    where cart_rank = 1
    group by cart_id
),

carts as (
    select
        abandoned.cart_id,
        abandoned.user_key,
        abandoned.abandoned_date,
        abandoned.abandoned_at,
        abandoned.item_count,
        abandoned.cart_value,
        case
            when recover_carts.recovered_at is not null then 'recovered'
            when {{ add_hours('abandoned.abandoned_at', var('recovery_window_hours')) }} > period.as_of then 'open'
            else 'lost'
        end as outcome,
        recover_carts.recovered_at
    from abandoned
    cross join period
    left join recover_carts
        on abandoned.cart_id = recover_carts.cart_id
)

select * from carts
