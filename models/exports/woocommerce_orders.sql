{%- set time_pattern =
    '^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?: ([0-9]{1,2}):([0-9]{2})(:[0-9]{2})?)? ?([AaPp]?)[Mm]?$'
-%}
{%- set items_in_row = '"line_item_[0-9]+": ?"(?:[^"\\\\]|\\\\.)*?[|]quantity:([0-9]+)' -%}
with
lines as (
    {{ export_rows('woocommerce', 'orders') }}
),

read_times as (
    select
        *,
        coalesce(
            {{ to_value('order_number_formatted') }}, {{ to_value('order_number') }}, {{ to_value('order_id') }}
        ) as number,
        {{ parse_text(
            'order_date', time_pattern, ['one', 'other', 'year', 'hour', 'minute', 'second', 'half']
        ) }} as time_parts
    from lines
),

find_day as (
    select
        *,
        -- a file in which no number is above 12 is read as documented, with the month first
        coalesce(max(try_cast(time_parts.one as integer)) over (partition by source_file) > 12, false) as has_day_first
    from read_times
),

find_month as (
    select
        *,
        case when has_day_first then time_parts.other else time_parts.one end as order_month,
        case when has_day_first then time_parts.one else time_parts.other end as order_day
    from find_day
),

read_lines as (
    select
        *,
        case
            when time_parts.year = '' then order_date
            else {{ time_of_parts('time_parts', 'time_parts.year', 'order_month', 'order_day') }}
        end as local_time
    from find_month
),

merge_lines as (
    {{ merge_exported_lines(
        'read_lines', 'number', 'local_time',
        [
            'status', 'order_total', 'order_currency', 'billing_email', 'customer_id', 'cart_discount', 'discount_total',
            'refunded_total', 'line_items', 'total_items',
        ],
        'item_quantity'
    ) }}
),

woocommerce_orders as (
    select
        source_file,
        input_row,
        exported_row,
        number as order_id,
        {{ time_of_export('local_time', 'woocommerce_orders') }} as ordered_at,
        coalesce(billing_email, nullif(customer_id, '0')) as user_id,
        status,
        {{ without_currency('order_total') }} as total_value,
        order_currency as currency,
        coalesce(
            item_count,
            total_items,
            -- one column for each item, or for all
            cast({{ sum_of_matches('exported_row', items_in_row) }} as string),
            cast({{ sum_of_matches('line_items', '[|]quantity:([0-9]+)') }} as string)
        ) as item_count,
        {{ deducted_amount('coalesce(discount_total, cart_discount)') }} as discount_value,
        {{ deducted_amount('refunded_total') }} as refunded_value
    from merge_lines
)

select * from woocommerce_orders
