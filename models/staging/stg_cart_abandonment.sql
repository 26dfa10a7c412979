with
cart_abandonment as (select * from {{ ref('base_cart_abandonment') }} where reject_reason is null),

stg_cart_abandonment as (
    select
        cart_id,
        abandoned_at,
        abandoned_date,
        user_key,
        item_count,
        cart_value
    from cart_abandonment
)

select * from stg_cart_abandonment
