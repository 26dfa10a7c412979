{#- a file with the items of each line has several rows a cart, of which some may be equal -#}
{%- set has_items = has_column_like('cart_abandonment', 'line.?item|product|sku|variant|item.?name') -%}
with
cart_abandonment as (
    {{ raw('cart_abandonment') }}
),

parse_columns as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_id('cart_id') }} as cart_id,
        {{ to_timestamp('abandonment_time') }} as abandoned_at,
        {{ to_optional_timestamp('updated_at') }} as updated_at,
        {{ normalize_user('user_id') }} as user_key,
        {{ to_integer('items_in_cart') }} as item_count,
        {{ to_number('total_value') }} as cart_value,
        upper({{ to_value('currency') }}) as currency
    from cart_abandonment
),

validate_rows as (
    select
        *,
        case
            when cart_id is null then 'missing_cart_id'
            when {{ is_rounded_id('cart_id') }} then 'invalid_cart_id'
            when abandoned_at is null then {{ missing_or_invalid('abandonment_time') }}
            when {{ is_out_of_range_timestamp('abandoned_at') }} then 'out_of_range_abandonment_time'
            when item_count < 0 then 'negative_items_in_cart'
            when {{ is_invalid('total_value', 'cart_value') }} then 'invalid_total_value'
            when cart_value < 0 then 'negative_total_value'
        end as validation_error,
        case when {{ is_in_future('abandoned_at') }} then 'in_the_future' end as exclude_reason
    from parse_columns
),

{{ merge_lines('cart_id', 'abandoned_at', ['cart_value'], ['user_key', 'currency'], has_items) }},

base_cart_abandonment as (
    select
        source_file,
        input_row,
        cart_id,
        abandoned_at,
        {{ reporting_date('abandoned_at') }} as abandoned_date,
        case when not {{ is_rounded_id('merged_user_key') }} then merged_user_key end as user_key,
        merged_item_count as item_count,
        merged_cart_value as cart_value,
        merged_currency as currency,
        {{ row_status('version_rank > 1 or (line_number > 1 and is_same_row)', 'line_number > 1') }} as row_status,
        {{ lost_values({
            'user_id': is_rounded_id('user_key'),
            'items_in_cart': is_invalid('items_in_cart', 'item_count'),
        }) }} as lost_values,
        reject_reason,
        exclude_reason,
        {{ rejected_row('cart_abandonment') }} as rejected_row
    from compare_lines
)

select * from base_cart_abandonment
