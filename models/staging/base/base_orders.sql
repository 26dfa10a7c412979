{%- set has_items = has_column_like('orders', 'line.?item|product|sku|variant|item.?name') -%}
{%- set status = "regexp_replace(lower(" ~ to_value('status') ~ "), '^wc-', '')" -%}
with
orders as (
    {{ raw('orders') }}
),

parse_columns as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_id('order_id') }} as order_id,
        {{ to_timestamp('ordered_at') }} as ordered_at,
        {{ to_optional_timestamp('updated_at') }} as updated_at,
        {{ normalize_user('user_id') }} as user_key,
        {{ to_id('session_id') }} as session_id,
        {{ to_id('cart_id') }} as cart_id,
        -- wc-on-hold, On hold and ON_HOLD are one status
        {{ regexp_replace_all(status, '[-_ ]+', ' ') }} as status,
        {{ to_number('total_value') }} as order_value,
        {{ to_integer('item_count') }} as item_count,
        {{ to_number('discount_value') }} as discount_value,
        {{ to_number('refunded_value') }} as refunded_value,
        upper({{ to_value('currency') }}) as currency
    from orders
),

validate_rows as (
    select
        *,
        case
            when order_id is null then 'missing_order_id'
            when {{ is_rounded_id('order_id') }} then 'invalid_order_id'
            when ordered_at is null then {{ missing_or_invalid('ordered_at') }}
            when {{ is_out_of_range_timestamp('ordered_at') }} then 'out_of_range_ordered_at'
            when {{ is_invalid('total_value', 'order_value') }} then 'invalid_total_value'
            when order_value < 0 then 'negative_total_value'
            when item_count < 0 then 'negative_item_count'
            when {{ is_invalid('discount_value', 'discount_value') }} then 'invalid_discount_value'
            when discount_value < 0 then 'negative_discount_value'
            when {{ is_invalid('refunded_value', 'refunded_value') }} then 'invalid_refunded_value'
            when refunded_value < 0 then 'negative_refunded_value'
        end as validation_error,
        case when {{ is_in_future('ordered_at') }} then 'in_the_future' end as exclude_reason
    from parse_columns
),

{{ merge_lines(
    'order_id', 'ordered_at', ['order_value', 'discount_value', 'refunded_value'],
    ['user_key', 'session_id', 'cart_id', 'status', 'currency'], has_items
) }},

base_orders as (
    select
        source_file,
        input_row,
        order_id,
        ordered_at,
        {{ reporting_date('ordered_at') }} as order_date,
        case when not {{ is_rounded_id('merged_user_key') }} then merged_user_key end as user_key,
        case when not {{ is_rounded_id('merged_session_id') }} then merged_session_id end as session_id,
        case when not {{ is_rounded_id('merged_cart_id') }} then merged_cart_id end as cart_id,
        merged_status as status,
        merged_item_count as item_count,
        merged_order_value as order_value,
        merged_discount_value as discount_value,
        merged_refunded_value as refunded_value,
        merged_currency as currency,
        {{ row_status('version_rank > 1 or (line_number > 1 and is_same_row)', 'line_number > 1') }} as row_status,
        {{ lost_values({
            'user_id': is_rounded_id('user_key'),
            'session_id': is_rounded_id('session_id'),
            'cart_id': is_rounded_id('cart_id'),
            'item_count': is_invalid('item_count', 'item_count'),
        }) }} as lost_values,
        reject_reason,
        exclude_reason,
        {{ rejected_row('orders') }} as rejected_row
    from compare_lines
)

select * from base_orders
