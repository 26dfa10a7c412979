with
orders as (select * from {{ ref('stg_orders') }}),

number_orders as (
    select
        *,
        -- of the orders of the user that count
        count(*) filter (where is_counted) over (
            partition by user_key
            order by ordered_at, order_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_order_count
    from orders
),

commerce_orders as (
    select
        order_id,
        user_key,
        order_date,
        ordered_at,
        session_id,
        cart_id,
        status,
        is_counted,
        case when user_key is not null then earlier_order_count > 0 end as is_repeat,
        item_count,
        order_value,
        discount_value,
        refunded_value,
        order_value - refunded_value as net_value
    from number_orders
)

select * from commerce_orders
