with
orders as (
    {{ export_rows('shopify', 'api_orders') }}
),

read_objects as (
    select
        *,
        {{ parse_text('customer', '"id": ?"?(?:gid://[^"]*/)?([0-9]+)', ['id']) }} as customer_object,
        {{ parse_text('customer', '"email": ?"([^"]+)"', ['email']) }} as customer_contact,
        {{ shopify_refunded_value('refunds') }} as refunded_by_payments,
        {{ to_number('total_price') }} - {{ to_number('current_total_price') }} as price_reduction
    from orders
),

shopify_api_orders as (
    select
        source_file,
        input_row,
        exported_row,
        coalesce(name, id) as order_id,
        -- orders of an earlier shop are created when they are imported
        {{ utc_time('coalesce(processed_at, created_at)') }} as ordered_at,
        {{ utc_time('updated_at') }} as updated_at,
        coalesce(
            email, nullif(customer_contact.email, ''), customer_id, nullif(customer_object.id, ''), phone
        ) as user_id,
        checkout_id as cart_id,
        {{ shopify_order_status('financial_status', 'cancelled_at') }} as status,
        total_price as total_value,
        currency,
        cast({{ sum_of_matches('line_items', '"quantity": ?(-?[0-9]+)') }} as string) as item_count,
        {{ deducted_amount('total_discounts') }} as discount_value,
        case
            -- payments are in the currency of the customer, totals in that of the shop
            when coalesce(presentment_currency, currency) = currency and refunded_by_payments is not null
                then cast(refunded_by_payments as string)
            when coalesce(lower(financial_status), '') not in ('refunded', 'partially_refunded') then '0'
            -- after an order is edited, its price is less for other reasons, too
            when price_reduction >= 0 then cast(round(price_reduction, 2) as string)
        end as refunded_value
    from read_objects
    where
        coalesce(lower(test), '') not in ('true', '1', 't')
        and coalesce(lower(_fivetran_deleted), '') not in ('true', '1', 't')
)

select * from shopify_api_orders
