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

-- lines of one cart follow each other and have the same time
number_lines as (
    select
        *,
        case when validation_error is null and exclude_reason is null then cart_id end as valid_cart_id,
        input_row - row_number() over (
            partition by cart_id, abandoned_at, updated_at, source_file, validation_error
            order by input_row
        ) as first_line
    from validate_rows
),

summarize_lines as (
    select
        *,
        input_row - min(input_row) over of_cart + 1 as line_number,
        count(*) over of_cart as line_count,
        sum(item_count) over of_cart as item_sum,
        min(item_count) over of_cart as item_min,
        max(item_count) over of_cart as item_max,
        sum(cart_value) over of_cart as value_sum,
        min(cart_value) over of_cart as value_min,
        max(cart_value) over of_cart as value_max,
        count(cart_value) over of_cart in (0, count(*) over of_cart)
        and count(item_count) over of_cart in (0, count(*) over of_cart)
        and {{ 'false' if has_items else 'true' }} as has_all_values,
        max(user_key) over of_cart as cart_user_key,
        max(currency) over of_cart as cart_currency
    from number_lines
    window of_cart as (
        partition by valid_cart_id, abandoned_at, updated_at, source_file, first_line
        order by input_row
        rows between unbounded preceding and unbounded following
    )
),

-- a file repeats the total of the cart on each line, or it has the amount of each line; it is the same for items
compare_lines as (
    select
        *,
        has_all_values and coalesce(value_min = value_max, true) and coalesce(item_min = item_max, true) as is_same_row,
        bool_or(value_min <> value_max) over of_file as has_line_values,
        bool_and(item_min = item_max and item_min >= line_count) filter (where line_count > 1) over of_file
            as repeats_items,
        rank() over versions as version_rank,
        first_value(cart_user_key) over versions as latest_user_key,
        first_value(abandoned_at) over versions as latest_abandoned_at
    from summarize_lines
    window
        of_file as (partition by source_file),
        versions as (
            partition by valid_cart_id
            order by
                updated_at desc nulls last,
                abandoned_at desc,
                {{ natural_order('source_file') }} desc,
                source_file desc,
                first_line desc
        )
),

-- a row of the same cart is an earlier version, unless it cannot be the same cart
reject_duplicate_keys as (
    select
        *,
        case
            when validation_error is not null then validation_error
            when
                version_rank > 1 and valid_cart_id is not null
                and (
                    cart_user_key <> latest_user_key
                    or {{ seconds_between('abandoned_at', 'latest_abandoned_at') }} > 7 * 86400
                ) then 'duplicate_key'
        end as reject_reason
    from compare_lines
),

base_cart_abandonment as (
    select
        source_file,
        input_row,
        cart_id,
        abandoned_at,
        {{ reporting_date('abandoned_at') }} as abandoned_date,
        case when not {{ is_rounded_id('cart_user_key') }} then cart_user_key end as user_key,
        cast(case when is_same_row or repeats_items then item_max else item_sum end as bigint) as item_count,
        case when has_line_values and not is_same_row then value_sum else value_max end as cart_value,
        cart_currency as currency,
        {{ row_status('version_rank > 1 or (line_number > 1 and is_same_row)', 'line_number > 1') }} as row_status,
        {{ lost_values({
            'user_id': is_rounded_id('user_key'),
            'items_in_cart': is_invalid('items_in_cart', 'item_count'),
        }) }} as lost_values,
        reject_reason,
        exclude_reason,
        {{ rejected_row('cart_abandonment') }} as rejected_row
    from reject_duplicate_keys
)

select * from base_cart_abandonment
