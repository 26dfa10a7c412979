{%- set counts = {
    'total_clicks': ('clickstream', "'shop'"),
    'total_sessions': ('session_tracking', "'shop'"),
    'abandoned_carts': ('cart_abandonment', "'shop'"),
    'total_orders': ('orders', "'shop'"),
    'total_requests': ('api_logs', 'service_name'),
    'total_feedback': ('user_feedback', "'shop'"),
    'total_tickets': ('support_tickets', "'shop'"),
} -%}
with
inputs as (select * from {{ ref('int_input_coverage') }}),

count_events as (
    {% for kpi, (table, subject) in counts.items() -%}
    select
        '{{ kpi }}' as kpi,
        '{{ table }}' as input_table,
        {{ subject }} as subject,
        {{ truncate_to_hour(event_time(table)) }} as hour_at,
        count(*) as event_count
    from {{ ref('stg_' ~ table) }}
    {{ "where is_counted" if table == 'orders' }}
    group by all
    {{ "union all" if not loop.last }}
    {% endfor -%}
),

find_active_spans as (
    select
        count_events.kpi,
        count_events.subject,
        min(count_events.hour_at) as first_hour,
        -- the hour of the last event is incomplete: its count would look like a drop
        {{ add_hours('max(inputs.last_event_at)', -1) }} as last_hour
    from count_events
    inner join inputs
        on count_events.input_table = inputs.input_table
    group by count_events.kpi, count_events.subject
),

span_hours as (
    select
        kpi,
        subject,
        {{ explode_series('first_hour', 'last_hour', 'hour') }} as hour_at
    from find_active_spans
    where first_hour <= last_hour
),

int_event_counts_hourly as (
    select
        span_hours.kpi,
        span_hours.subject,
        span_hours.hour_at,
        coalesce(count_events.event_count, 0) as event_count
    from span_hours
    left join count_events
        on
            span_hours.kpi = count_events.kpi
            and span_hours.subject = count_events.subject
            and span_hours.hour_at = count_events.hour_at
)

select * from int_event_counts_hourly
