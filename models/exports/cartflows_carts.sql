with
carts as (
    {{ export_rows('cartflows', 'carts') }}
),

cartflows_carts as (
    select
        source_file,
        input_row,
        exported_row,
        id as cart_id,
        time as abandonment_time,
        email as user_id,
        -- serialized by PHP: s:8:"quantity";i:2;
        cast({{ sum_of_matches('cart_contents', 's:8:"quantity";[a-z]:(?:[0-9]+:)?"?(-?[0-9]+)') }} as string)
            as items_in_cart,
        cart_total as total_value
    from carts
    -- normal: the shopper may still be at the checkout
    where coalesce(lower(order_status), '') <> 'normal'
)

select * from cartflows_carts
