with
cart_abandonment as (select * from {{ ref('base_cart_abandonment') }} where reject_reason is null),

stg_cart_abandonment as (
    select
        cart_id,
        abandoned_at,
        {{ reporting_date('abandoned_at') }} as abandoned_date,
        {{ normalize_user('user_id') }} as user_key,
        items_in_cart as item_count,
        total_value as cart_value
    from cart_abandonment
)

select * from stg_cart_abandonment
