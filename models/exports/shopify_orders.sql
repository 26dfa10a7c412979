with
lines as (
    {{ export_rows('shopify', 'orders') }}
),

merge_lines as (
    {{ merge_exported_lines(
        'lines', 'name', 'created_at',
        ['email', 'phone', 'financial_status', 'cancelled_at', 'total', 'currency', 'discount_amount', 'refunded_amount', 'payment_method'],
        'lineitem_quantity'
    ) }}
),

shopify_orders as (
    select
        source_file,
        input_row,
        exported_row,
        -- not Id, which Excel rounds, and which customers and other tools do not know
        name as order_id,
        created_at as ordered_at,
        -- '+49... as Excel would read it as a formula
        coalesce(email, {{ regexp_replace_all('phone', '^[^0-9+]+', '') }}) as user_id,
        {{ shopify_order_status('financial_status', 'cancelled_at') }} as status,
        total as total_value,
        currency,
        item_count,
        {{ deducted_amount('discount_amount') }} as discount_value,
        {{ deducted_amount('refunded_amount') }} as refunded_value
    from merge_lines
    where
        -- the gateway for tests
        coalesce(lower(payment_method), '') not like '%bogus%'
        -- lines whose order is in another file, and checkouts: they would count as an order, or replace it
        and coalesce(financial_status, cancelled_at) is not null
)

select * from shopify_orders
