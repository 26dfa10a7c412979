with
sessions as (select * from {{ ref('int_sessions_classified') }}),
orders as (select * from {{ ref('stg_orders') }}),

count_orders as (select count(*) as order_count from orders),

-- an order of the user within the session, or soon after it, is the same purchase
sessions_with_an_order as (
    select session_id
    from orders
    where session_id is not null
    union
    select sessions.session_id
    from sessions
    inner join orders
        on
            sessions.user_key = orders.user_key
            and sessions.started_at <= orders.ordered_at
            and {{ add_hours('sessions.ended_at', 1) }} >= orders.ordered_at
),

-- without orders, a session may have ended with a purchase unless it is known that it did not
int_possible_purchases as (
    select
        'session ' || sessions.session_id as purchase_id,
        sessions.user_key,
        cast(null as string) as cart_id,
        sessions.ended_at as purchased_at,
        sessions.is_completed
    from sessions
    cross join count_orders
    where
        coalesce(sessions.is_completed, count_orders.order_count = 0)
        and sessions.session_id not in (select found.session_id from sessions_with_an_order as found)
    union all
    select
        'order ' || order_id as purchase_id,
        user_key,
        cart_id,
        ordered_at as purchased_at,
        true as is_completed
    from orders
    where status <> 'cancelled'
)

select * from int_possible_purchases
