with
visits as (select * from {{ ref('derived_visits') }}),
purchases as (select * from {{ ref('derived_purchases') }}),

summarize_carts as (
    select
        session_id,
        max(user_key) as user_key,
        max(case when event_name in ('add_to_cart', 'begin_checkout') then clicked_at end) as abandoned_at,
        sum(case when event_name = 'add_to_cart' then coalesce(item_count, 1) end) as item_count,
        coalesce(
            max_by(event_value, event_number) filter (where event_name = 'begin_checkout' and event_value is not null),
            sum(case when event_name = 'add_to_cart' then event_value end)
        ) as total_value
    from visits
    group by session_id
),

-- where no purchase is seen at all, events do not show them, and no cart is known to be abandoned
abandoned_carts as (
    select *
    from summarize_carts
    where
        summarize_carts.abandoned_at is not null
        and summarize_carts.session_id not in (select purchases.session_id from purchases)
        and exists (
            select 1 from purchases
            inner join visits
                on purchases.session_id = visits.session_id
        )
),

derived_carts as (
    select
        'derived from clickstream' as source_file,
        row_number() over (order by abandoned_at, session_id) as input_row,
        cast(null as string) as exported_row,
        session_id as cart_id,
        user_key as user_id,
        cast(abandoned_at as string) || 'Z' as abandonment_time,
        item_count as items_in_cart,
        total_value
    from abandoned_carts
)

select * from derived_carts
