with
clickstream as (
    {{ raw('clickstream', is_numbered=false) }}
),

parse_columns as (
    select
        source_file,
        input_row,
        raw_row,
        is_blank,
        {{ to_timestamp('timestamp') }} as clicked_at,
        {{ normalize_user('user_id') }} as user_key,
        {{ to_value('page') }} as page,
        {{ or_not_recorded('element_clicked') }} as element,
        {{ to_id('session_id') }} as session_id,
        {{ event_name('event_name', 'element_clicked') }} as event_name,
        {{ to_integer('item_count') }} as item_count,
        {{ to_number('event_value') }} as event_value,
        {{ to_id('order_id') }} as order_id
    from clickstream
),

validate_rows as (
    select
        *,
        {{ clean_page('page') }} as page_path,
        {{ is_rounded_id('user_key') }} as has_rounded_user_id,
        case
            when is_blank then null
            {%- if not may_be_blank('clickstream', 'user_id') %}
            when {{ to_text('raw_row.user_id') }} is null then 'missing_user_id'
            {%- endif %}
            when clicked_at is null then {{ missing_or_invalid('timestamp') }}
            when {{ is_out_of_range_timestamp('clicked_at') }} then 'out_of_range_timestamp'
            when page is null then 'missing_page'
        end as reject_reason,
        case when {{ is_in_future('clicked_at') }} then 'in_the_future' end as exclude_reason
    from parse_columns
),

base_clickstream as (
    select
        source_file,
        input_row,
        clicked_at,
        {{ reporting_date('clicked_at') }} as click_date,
        case when not has_rounded_user_id then user_key end as user_key,
        page_path,
        element,
        session_id,
        event_name,
        item_count,
        event_value,
        order_id,
        {{ row_status(blank='is_blank') }} as row_status,
        {{ lost_values({
            'user_id': 'has_rounded_user_id',
            'item_count': is_invalid('item_count', 'item_count'),
            'event_value': is_invalid('event_value', 'event_value'),
        }) }} as lost_values,
        reject_reason,
        exclude_reason,
        {{ rejected_row('clickstream') }} as rejected_row
    from validate_rows
)

select * from base_clickstream
