with
clicks as (select * from {{ ref('clicks_daily') }}),
page_loads as (select * from {{ ref('int_page_loads_daily') }}),
sessions as (select * from {{ ref('sessions') }}),
carts as (select * from {{ ref('cart_abandonment_daily') }}),
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
        count(*) filter (where is_single_page) as single_page_count,
        count(*) filter (where is_completed) as completed_count
    from sessions
    group by session_date
),

measure_feedback as (
    select
        feedback_date as date_day,
        {{ exact_sum('rating') }} as rating_sum,
        count(rating) as rating_count,
        count(*) filter (where rating_sentiment = 'positive') as satisfied_count,
        count(*) filter (where is_consistent) as consistent_count,
        count(is_consistent) as compared_count
    from feedback
    group by feedback_date
),

measure_tickets as (
    select
        date_day,
        sum(created_count) as created_count,
        sum(backlog_count) as backlog_count,
        sum(sla_met_count) as met_count,
        sum(sla_met_count + sla_breached_count) as judged_count
    from tickets
    group by date_day
),

int_kpi_values_daily as (
    {{ kpi_row('total_clicks', 'click_count', day='date_day') }} from measure_clicks
    union all
    {{ kpi_row('p75_load_ms', 'p75_load_ms', day='load_date') }} from page_loads
    union all
    {{ kpi_row('total_sessions', 'session_count', day='date_day') }} from measure_sessions
    union all
    {{ kpi_row('bounce_rate', numerator='single_page_count', denominator='session_count', day='date_day') }}
    from measure_sessions
    union all
    {{ kpi_row('session_conversion_rate', numerator='completed_count', denominator='session_count', day='date_day') }}
    from measure_sessions
    union all
    {{ kpi_row(
        'cart_abandonment_rate', numerator='cart_session_count - completed_session_count',
        denominator='cart_session_count', day='date_day'
    ) }} from carts
    union all
    {{ kpi_row('abandoned_carts', 'abandoned_cart_count', day='date_day') }} from carts
    union all
    {{ kpi_row('abandoned_value', 'abandoned_value', day='date_day') }} from carts
    union all
    {{ kpi_row('lost_value', 'lost_value', day='date_day') }} from carts
    union all
    {{ kpi_row('total_requests', 'request_count', day='request_date') }} from requests
    union all
    {{ kpi_row('error_rate', numerator='error_count', denominator='request_count', day='request_date') }}
    from requests
    union all
    {{ kpi_row('availability', numerator='available_count', denominator='request_count', day='request_date') }}
    from requests
    union all
    {{ kpi_row('p95_response_ms', 'p95_response_ms', day='request_date') }} from requests
    union all
    {{ kpi_row('avg_rating', numerator='rating_sum', denominator='rating_count', day='date_day') }}
    from measure_feedback
    union all
    {{ kpi_row('csat_rate', numerator='satisfied_count', denominator='rating_count', day='date_day') }}
    from measure_feedback
    union all
    {{ kpi_row(
        'sentiment_consistency_rate', numerator='consistent_count', denominator='compared_count', day='date_day'
    ) }} from measure_feedback
    union all
    {{ kpi_row('total_tickets', 'created_count', day='date_day') }} from measure_tickets
    union all
    {{ kpi_row('ticket_backlog', 'backlog_count', day='date_day') }} from measure_tickets
    union all
    {{ kpi_row('sla_attainment_rate', numerator='met_count', denominator='judged_count', day='date_day') }}
    from measure_tickets
)

select * from int_kpi_values_daily
