with
checkouts as (
    {{ export_rows('shopify', 'abandoned_checkouts') }}
),

read_objects as (
    select
        *,
        {{ parse_text('customer', '"id": ?"?(?:gid://[^"]*/)?([0-9]+)', ['id']) }} as customer_object,
        {{ parse_text('customer', '"email": ?"([^"]+)"', ['email']) }} as customer_contact,
        {{ parse_text(
            'total_price_set', '"presentment_?[mM]oney": ?[{]"amount": ?"?([0-9.]+)"?, ?"currency_?[cC]ode": ?"([A-Z]+)"',
            ['amount', 'currency']
        ) }} as presentment
    from checkouts
),

shopify_abandoned_checkouts as (
    select
        source_file,
        input_row,
        exported_row,
        -- GraphQL: gid://shopify/AbandonedCheckout/123?key=..., which is 123 elsewhere
        {{ regexp_replace_all('id', '^gid://.*/|[?].*$', '') }} as cart_id,
        -- not updated_at: a purchase, too, updates it
        {{ utc_time('created_at') }} as abandonment_time,
        {{ utc_time('updated_at') }} as updated_at,
        -- before the number: the orders that an admin exports have only the e-mail address
        coalesce(
            email,
            nullif(customer_contact.email, ''),
            {{ regexp_replace_all('customer_id', '^gid://.*/', '') }},
            nullif(customer_object.id, '')
        ) as user_id,
        cast({{ sum_of_matches('line_items', '"quantity": ?(-?[0-9]+)') }} as string) as items_in_cart,
        coalesce(total_price, total_price_set_pres_amount, nullif(presentment.amount, '')) as total_value,
        coalesce(
            presentment_currency, total_price_set_pres_currency_code, nullif(presentment.currency, ''), currency
        ) as currency
    from read_objects
)

select * from shopify_abandoned_checkouts
