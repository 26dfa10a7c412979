with
visits as (select * from {{ ref('derived_visits') }}),
orders as (select * from {{ ref('base_orders') }} where row_status = 'accepted'),
statuses as (select * from {{ ref('order_statuses') }}),

summarize_visits as (
    select
        session_id,
        max(user_key) as user_key,
        min(clicked_at) as started_at,
        max(clicked_at) as ended_at,
        max(case when event_name = 'purchase' then 1 end) as has_purchase
    from visits
    group by session_id
),

find_canceled_orders as (
    select
        orders.*,
        coalesce(statuses.meaning = 'cancelled', false) as is_canceled
    from orders
    left join statuses
        on orders.status = statuses.status
),

list_purchases as (
    select
        session_id,
        false as is_canceled
    from summarize_visits
    where has_purchase = 1
    union all
    select
        session_id,
        is_canceled
    from find_canceled_orders
    where session_id is not null
    union all
    select
        visits.session_id,
        orders.is_canceled
    from summarize_visits as visits
    inner join find_canceled_orders as orders
        on
            visits.user_key = orders.user_key
            and visits.started_at <= orders.ordered_at
            and {{ add_hours('visits.ended_at', 1) }} >= orders.ordered_at
),

derived_purchases as (
    select
        session_id,
        bool_and(is_canceled) as is_canceled
    from list_purchases
    group by session_id
)

select * from derived_purchases
