{%- set currency = string_literal(shop_currency()) -%}
with
orders as (
    {{ accepted_rows('orders') }}
),
statuses as (select * from {{ ref('order_statuses') }}),
rates as (select * from {{ ref('exchange_rates') }}),

find_rates as (
    select
        orders.*,
        case
            when coalesce(orders.currency, {{ currency }}) = {{ currency }} then 1 else rates.rate
        end as rate,
        statuses.meaning
    from orders
    left join statuses
        on orders.status = statuses.status
    left join rates
        on orders.currency = rates.currency
),

-- amounts in several currencies must not be added up
stg_orders as (
    select
        order_id,
        ordered_at,
        order_date,
        user_key,
        session_id,
        cart_id,
        coalesce(meaning, case when status is not null then 'unknown' end, '(not recorded)') as status,
        status as exported_status,
        coalesce(meaning, 'paid') not in ('pending', 'cancelled') as is_counted,
        item_count,
        order_value * rate as order_value,
        -- a blank means none where the file has the column
        coalesce(
            discount_value,
            case when {{ is_recorded('orders', 'discount_value') }} then 0 end
        ) * rate as discount_value,
        -- an order that was paid back in full may have no amount for it
        coalesce(
            nullif(refunded_value, 0),
            case when meaning = 'refunded' then order_value end,
            case when {{ is_recorded('orders', 'refunded_value') }} then 0 end
        ) * rate as refunded_value,
        currency,
        order_value is not null and rate is null as lacks_exchange_rate
    from find_rates
)

select * from stg_orders
