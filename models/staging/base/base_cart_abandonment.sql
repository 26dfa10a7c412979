with
cart_abandonment as (
    {{ raw('cart_abandonment') }}
),

parse_columns as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_text('cart_id') }} as cart_id,
        {{ to_timestamp('abandonment_time') }} as abandoned_at,
        {{ normalize_user('user_id') }} as user_key,
        {{ to_integer('items_in_cart') }} as item_count,
        {{ to_number('total_value') }} as cart_value
    from cart_abandonment
),

validate_rows as (
    select
        *,
        case
            when cart_id is null then 'missing_cart_id'
            when abandoned_at is null then {{ missing_or_invalid('abandonment_time') }}
            when {{ is_out_of_range_timestamp('abandoned_at') }} then 'out_of_range_abandonment_time'
            when {{ is_invalid('items_in_cart', 'item_count') }} then 'invalid_items_in_cart'
            when item_count < 0 then 'negative_items_in_cart'
            when {{ is_invalid('total_value', 'cart_value') }} then 'invalid_total_value'
            when cart_value < 0 then 'negative_total_value'
        end as validation_error
    from parse_columns
),

-- a row that fails validation does not make a valid row a duplicate
flag_duplicate_keys as (
    select
        *,
        case
            when validation_error is not null then validation_error
            when row_number() over (
                partition by cart_id, validation_error
                order by abandoned_at desc, source_file desc, input_row desc
            ) > 1 then 'duplicate_key'
        end as reject_reason
    from validate_rows
),

base_cart_abandonment as (
    select
        source_file,
        input_row,
        cart_id,
        abandoned_at,
        {{ reporting_date('abandoned_at') }} as abandoned_date,
        user_key,
        item_count,
        cart_value,
        reject_reason,
        {{ rejected_row('cart_abandonment') }} as rejected_row
    from flag_duplicate_keys
)

select * from base_cart_abandonment
