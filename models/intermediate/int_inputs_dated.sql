with
{% set events = {
    'api_logs': ['requested_at'],
    'cart_abandonment': ['abandoned_at'],
    'clickstream': ['clicked_at'],
    'page_load_times': ['loaded_at'],
    'session_tracking': ['started_at', 'ended_at'],
    'support_tickets': ['created_at', 'first_response_at', 'resolved_at'],
    'user_feedback': ['submitted_at'],
} %}
{% for table, times in events.items() -%}
date_{{ table }} as (
    select
        '{{ table }}' as input_table,
        count(*) as rows_accepted,
        min({{ times[0] }}) as first_event_at,
        {% if times | length > 1 -%}
        greatest({% for time in times %}max({{ time }}){{ ", " if not loop.last }}{% endfor %}) as last_event_at
        {%- else -%}
        max({{ times[0] }}) as last_event_at
        {%- endif %}
    from {{ ref('stg_' ~ table) }}
),

{% endfor -%}
int_inputs_dated as (
    {% for table in events -%}
    select * from date_{{ table }}
    {{ "union all" if not loop.last }}
    {% endfor -%}
)

select * from int_inputs_dated
