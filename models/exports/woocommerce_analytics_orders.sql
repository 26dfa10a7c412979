with
rows_exported as (
    {{ export_rows('woocommerce', 'analytics_orders') }}
),

read_amounts as (
    select
        *,
        {{ to_number('net_sales') }} < 0 as is_refund
    from rows_exported
),

find_orders as (
    select
        *,
        sum(case when is_refund then {{ to_number('net_sales') }} end) over of_order as refunds,
        -- a refund whose order is in another file stays, to be rejected
        row_number() over (
            partition by source_file, order_number
            order by coalesce(is_refund, false), input_row
        ) as row_of_order
    from read_amounts
    window of_order as (partition by source_file, order_number)
),

woocommerce_analytics_orders as (
    select
        source_file,
        input_row,
        exported_row,
        order_number as order_id,
        {{ time_of_export('date', 'woocommerce_analytics_orders') }} as ordered_at,
        status,
        net_sales as total_value,
        items_sold as item_count,
        case
            -- the refund of a whole order may include shipping and taxes, which its sales do not
            when lower(status) in ('refunded', 'wc-refunded') then net_sales
            when not is_refund then cast(round(coalesce(-refunds, 0), 4) as string)
        end as refunded_value
    from find_orders
    where row_of_order = 1 or order_number is null
)

select * from woocommerce_analytics_orders
