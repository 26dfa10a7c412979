with
cart_abandonment as (
    {{ raw('cart_abandonment') }}
),

typed as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_text('cart_id') }} as cart_id,
        {{ to_timestamp('abandonment_time') }} as abandoned_at,
        {{ to_text('user_id') }} as user_id,
        {{ to_integer('items_in_cart') }} as items_in_cart,
        {{ to_number('total_value') }} as total_value
    from cart_abandonment
),

judge_rows as (
    select
        *,
        case
            when cart_id is null then 'missing_cart_id'
            when abandoned_at is null then {{ missing_or_invalid('abandonment_time') }}
            when {{ is_out_of_range_timestamp('abandoned_at') }} then 'out_of_range_abandonment_time'
            when {{ is_invalid('items_in_cart', 'items_in_cart') }} then 'invalid_items_in_cart'
            when items_in_cart < 0 then 'negative_items_in_cart'
            when {{ is_invalid('total_value', 'total_value') }} then 'invalid_total_value'
            when total_value < 0 then 'negative_total_value'
        end as judged_reason
    from typed
),

-- a row that is rejected for another reason makes no duplicate of a good one
find_duplicates as (
    select
        *,
        case
            when judged_reason is not null then judged_reason
            when row_number() over (
                partition by cart_id, judged_reason
                order by abandoned_at desc, source_file desc, input_row desc
            ) > 1 then 'duplicate_key'
        end as reject_reason
    from judge_rows
),

base_cart_abandonment as (
    select
        source_file,
        input_row,
        cart_id,
        abandoned_at,
        user_id,
        items_in_cart,
        total_value,
        reject_reason,
        {{ rejected_row('cart_abandonment') }} as rejected_row
    from find_duplicates
)

select * from base_cart_abandonment
