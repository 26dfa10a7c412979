{{ config(materialized='incremental', incremental_strategy='replace_users') }}

with
activity as (select * from {{ ref('int_user_activity_daily') }} {{ where_affected_users() }}),
carts as (select * from {{ ref('stg_cart_abandonment') }} {{ where_affected_users() }}),
orders as (select * from {{ ref('stg_orders') }} {{ where_affected_users() }}),
tickets as (select * from {{ ref('stg_support_tickets') }} {{ where_affected_users() }}),
feedback as (select * from {{ ref('stg_user_feedback') }} {{ where_affected_users() }}),

sum_activity as (
    select
        user_key,
        min(first_at) as first_at,
        max(last_at) as last_at,
        cast(sum(session_count) as bigint) as session_count,
        cast(sum(click_count) as bigint) as click_count
    from activity
    group by user_key
),

count_carts as (
    select
        user_key,
        min(abandoned_at) as first_at,
        max(abandoned_at) as last_at,
        count(*) as abandoned_cart_count,
        {{ exact_sum('cart_value') }} as abandoned_value
    from carts
    group by user_key
),

count_orders as (
    select
        user_key,
        min(ordered_at) as first_at,
        max(ordered_at) as last_at,
        count(*) filter (where is_counted) as order_count,
        {{ exact_sum("case when is_counted then order_value end") }} as order_value
    from orders
    group by user_key
),

count_tickets as (
    select
        user_key,
        min(created_at) as first_at,
        max(created_at) as last_at,
        count(*) as ticket_count
    from tickets
    group by user_key
),

count_feedback as (
    select
        user_key,
        min(submitted_at) as first_at,
        max(submitted_at) as last_at,
        count(*) as feedback_count,
        {{ safe_divide(exact_sum('rating'), 'count(rating)') }} as avg_rating
    from feedback
    group by user_key
),

union_event_times as (
    select user_key, first_at, last_at from sum_activity
    union all
    select user_key, first_at, last_at from count_carts
    union all
    select user_key, first_at, last_at from count_orders
    union all
    select user_key, first_at, last_at from count_tickets
    union all
    select user_key, first_at, last_at from count_feedback
),

find_seen_times as (
    select
        user_key,
        min(first_at) as first_seen_at,
        max(last_at) as last_seen_at
    from union_event_times
    group by user_key
),

users as (
    select
        find_seen_times.user_key,
        find_seen_times.first_seen_at,
        find_seen_times.last_seen_at,
        coalesce(sum_activity.session_count, 0) as session_count,
        coalesce(sum_activity.click_count, 0) as click_count,
        coalesce(count_carts.abandoned_cart_count, 0) as abandoned_cart_count,
        coalesce(count_carts.abandoned_value, 0) as abandoned_value,
        coalesce(count_orders.order_count, 0) as order_count,
        coalesce(count_orders.order_value, 0) as order_value,
        coalesce(count_tickets.ticket_count, 0) as ticket_count,
        coalesce(count_feedback.feedback_count, 0) as feedback_count,
        count_feedback.avg_rating
    from find_seen_times
    left join sum_activity
        on find_seen_times.user_key = sum_activity.user_key
    left join count_carts
        on find_seen_times.user_key = count_carts.user_key
    left join count_orders
        on find_seen_times.user_key = count_orders.user_key
    left join count_tickets
        on find_seen_times.user_key = count_tickets.user_key
    left join count_feedback
        on find_seen_times.user_key = count_feedback.user_key
)

select * from users
