{%- set currency = string_literal(shop_currency()) -%}
with
cart_abandonment as (
    {{ accepted_rows('cart_abandonment') }}
),
rates as (select * from {{ ref('exchange_rates') }}),

-- amounts in several currencies must not be added up
stg_cart_abandonment as (
    select
        carts.cart_id,
        carts.abandoned_at,
        carts.abandoned_date,
        carts.user_key,
        carts.item_count,
        case
            when coalesce(carts.currency, {{ currency }}) = {{ currency }} then carts.cart_value
            else carts.cart_value * rates.rate
        end as cart_value,
        carts.currency,
        carts.cart_value is not null
        and carts.currency <> {{ currency }}
        and rates.rate is null as lacks_exchange_rate
    from cart_abandonment as carts
    left join rates
        on carts.currency = rates.currency
)

select * from stg_cart_abandonment
