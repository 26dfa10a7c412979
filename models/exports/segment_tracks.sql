with
tracks as (
    {{ export_rows('segment', 'tracks') }}
),

number_copies as (
    select
        *,
        {{ snake_case_name('coalesce(event, event_text)') }} as snake_case_name,
        coalesce(element, element_id, label, button_text, link_text) as clicked,
        -- the table of one event repeats its rows of tracks, with the properties
        row_number() over (
            partition by coalesce(id, source_file || ' ' || cast(input_row as string))
            order by
                coalesce(element, element_id, label, button_text, link_text, order_id, value, total, revenue) is null,
                source_file,
                input_row
        ) as copy_number
    from tracks
),

segment_tracks as (
    select
        source_file,
        input_row,
        exported_row,
        {{ known_user('user_id', 'anonymous_id') }} as user_id,
        {{ utc_time('timestamp') }} as timestamp,
        coalesce(context_page_url, context_page_path) as page,
        clicked as element_clicked,
        context_session_id as session_id,
        case snake_case_name
            when 'order_completed' then 'purchase'
            when 'checkout_started' then 'begin_checkout'
            when 'product_added' then 'add_to_cart'
            when 'product_removed' then 'remove_from_cart'
            when 'product_clicked' then 'select_item'
            when 'product_viewed' then 'view_item'
            when 'product_list_viewed' then 'view_item_list'
            when 'products_searched' then 'search'
            when 'cart_viewed' then 'view_cart'
            else snake_case_name
        end as event_name,
        quantity as item_count,
        coalesce(value, total, revenue) as event_value,
        order_id
    from number_copies
    where
        copy_number = 1
        -- servers and apps have no page; a browser without one is a fault
        and (
            coalesce(context_page_url, context_page_path) is not null
            or context_library_name is null
            or lower(context_library_name) = 'analytics.js'
            or lower(context_library_name) like '%javascript%'
        )
)

select * from segment_tracks
