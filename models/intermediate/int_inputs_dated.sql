{%- set event_times = {
    'api_logs': ('requested_at', 'max(requested_at)'),
    'cart_abandonment': ('abandoned_at', 'max(abandoned_at)'),
    'clickstream': ('clicked_at', 'max(clicked_at)'),
    'page_load_times': ('loaded_at', 'max(loaded_at)'),
    'session_tracking': ('started_at', 'max(ended_at)'),
    'support_tickets': ('created_at', 'greatest(max(created_at), max(first_response_at), max(resolved_at))'),
    'user_feedback': ('submitted_at', 'max(submitted_at)'),
} -%}
with
int_inputs_dated as (
    {% for table, (first_time, last_time) in event_times.items() -%}
    select
        '{{ table }}' as input_table,
        count(*) as rows_accepted,
        min({{ first_time }}) as first_event_at,
        {{ last_time }} as last_event_at
    from {{ ref('stg_' ~ table) }}
    {{ "union all" if not loop.last }}
    {% endfor -%}
)

select * from int_inputs_dated
