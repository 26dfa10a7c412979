with
clicks as (select * from {{ ref('clicks_daily') }}),
page_loads as (select * from {{ ref('int_page_loads_daily') }}),
sessions as (select * from {{ ref('sessions') }}),
carts as (select * from {{ ref('carts') }}),
carts_daily as (select * from {{ ref('cart_abandonment_daily') }}),
revenue as (select * from {{ ref('revenue_daily') }}),
requests as (select * from {{ ref('int_requests_daily') }}),
feedback as (select * from {{ ref('feedback') }}),
tickets as (select * from {{ ref('tickets_daily') }}),

measure_clicks as (
    select
        date_day,
        sum(click_count) as click_count
    from clicks
    group by date_day
),

measure_sessions as (
    select
        session_date as date_day,
        count(*) as session_count,
        {{ decimal_sum('duration_seconds') }} as duration_seconds,
        count(*) filter (where is_single_page) as single_page_count,
        count(*) filter (where is_completed) as completed_count,
        count(is_completed) as known_count
    from sessions
    group by session_date
),

measure_carts as (
    select
        abandoned_date as date_day,
        sum(item_count) as item_count,
        count(item_count) as carts_with_items,
        {{ decimal_sum('cart_value') }} as cart_value,
        count(cart_value) as carts_with_value,
        count(*) filter (where outcome = 'recovered') as recovered_count,
        count(*) filter (where outcome <> 'unknown') as carts_with_outcome
    from carts
    group by abandoned_date
),

-- only days of both exports, because either may begin or end first
measure_conversion as (
    select
        revenue.date_day,
        revenue.order_count,
        measure_sessions.session_count
    from revenue
    inner join measure_sessions
        on revenue.date_day = measure_sessions.date_day
),

measure_feedback as (
    select
        feedback_date as date_day,
        count(*) as feedback_count,
        {{ decimal_sum('rating') }} as rating_sum,
        count(rating) as rating_count,
        count(*) filter (where rating_sentiment = 'positive') as satisfied_count,
        count(*) filter (where is_consistent) as consistent_count,
        case when count(is_consistent) > 0 then count(*) filter (where not is_consistent) end as mismatch_count,
        count(is_consistent) as compared_count
    from feedback
    group by feedback_date
),

measure_tickets as (
    select
        date_day,
        sum(created_count) as created_count,
        sum(resolved_count) as resolved_count,
        sum(backlog_count) as backlog_count,
        sum(sla_met_count) as sla_met_count,
        sum(sla_met_count + sla_breached_count) as sla_decided_count
    from tickets
    group by date_day
),

int_kpi_components_daily as (
    {{ kpi_component('total_clicks', 'click_count') }} from measure_clicks
    union all
    {{ kpi_component('total_page_loads', 'load_count', date_day='load_date') }} from page_loads
    union all
    {{ kpi_component('avg_load_ms', 'load_ms', 'load_count', date_day='load_date') }} from page_loads
    union all
    {{ kpi_component('total_sessions', 'session_count') }} from measure_sessions
    union all
    {{ kpi_component('avg_session_minutes', 'duration_seconds', 'session_count') }} from measure_sessions
    union all
    {{ kpi_component('bounce_rate', 'single_page_count', 'session_count') }} from measure_sessions
    union all
    {{ kpi_component('session_conversion_rate', 'completed_count', 'known_count') }} from measure_sessions
    union all
    {{ kpi_component('cart_abandonment_rate', 'cart_session_count - completed_session_count', 'cart_session_count') }}
    from carts_daily
    union all
    {{ kpi_component('abandoned_carts', 'abandoned_cart_count') }} from carts_daily
    union all
    {{ kpi_component('avg_items_per_abandoned_cart', 'item_count', 'carts_with_items') }} from measure_carts
    union all
    {{ kpi_component('avg_abandoned_cart_value', 'cart_value', 'carts_with_value') }} from measure_carts
    union all
    {{ kpi_component('abandoned_value', 'abandoned_value') }} from carts_daily
    union all
    {{ kpi_component('lost_value', 'lost_value') }} from carts_daily
    union all
    {{ kpi_component('cart_recovery_rate', 'recovered_count', 'carts_with_outcome') }} from measure_carts
    union all
    {{ kpi_component('total_orders', 'order_count') }} from revenue
    union all
    {{ kpi_component('revenue', 'revenue') }} from revenue
    union all
    {{ kpi_component('refunded_value', 'refunded_value') }} from revenue
    union all
    {{ kpi_component('net_revenue', 'net_revenue') }} from revenue
    union all
    {{ kpi_component('avg_order_value', 'revenue', 'valued_order_count') }} from revenue
    union all
    {{ kpi_component('discount_share', 'discounted_order_count', 'discount_known_count') }} from revenue
    union all
    {{ kpi_component('repeat_order_rate', 'repeat_order_count', 'customer_order_count') }} from revenue
    union all
    {{ kpi_component('order_conversion_rate', 'order_count', 'session_count') }} from measure_conversion
    union all
    {{ kpi_component('total_requests', 'request_count', date_day='request_date') }} from requests
    union all
    {{ kpi_component('total_errors', 'error_count', date_day='request_date') }} from requests
    union all
    {{ kpi_component('error_rate', 'error_count', 'known_count', date_day='request_date') }} from requests
    union all
    {{ kpi_component('availability', 'available_count', 'known_count', date_day='request_date') }} from requests
    union all
    {{ kpi_component('avg_response_ms', 'response_ms', 'timed_count', date_day='request_date') }} from requests
    union all
    {{ kpi_component('total_feedback', 'feedback_count') }} from measure_feedback
    union all
    {{ kpi_component('avg_rating', 'rating_sum', 'rating_count') }} from measure_feedback
    union all
    {{ kpi_component('csat_rate', 'satisfied_count', 'rating_count') }} from measure_feedback
    union all
    {{ kpi_component('sentiment_mismatch_count', 'mismatch_count') }} from measure_feedback
    union all
    {{ kpi_component('sentiment_consistency_rate', 'consistent_count', 'compared_count') }} from measure_feedback
    union all
    {{ kpi_component('total_tickets', 'created_count') }} from measure_tickets
    union all
    {{ kpi_component('resolved_tickets', 'resolved_count') }} from measure_tickets
    union all
    {{ kpi_component('ticket_backlog', 'backlog_count') }} from measure_tickets
    union all
    {{ kpi_component('sla_attainment_rate', 'sla_met_count', 'sla_decided_count') }} from measure_tickets
)

select * from int_kpi_components_daily
