{#- The times of each input, that of the event itself first: {column of the base model: column of the contract}. -#}
{% macro event_times(table) %}
    {{ return({
        'api_logs': {'requested_at': 'timestamp'},
        'cart_abandonment': {'abandoned_at': 'abandonment_time'},
        'clickstream': {'clicked_at': 'timestamp'},
        'page_load_times': {'loaded_at': 'timestamp'},
        'session_tracking': {'started_at': 'start_time', 'ended_at': 'end_time'},
        'support_tickets': {
            'created_at': 'created_at', 'first_response_at': 'first_response_at', 'resolved_at': 'resolved_at'
        },
        'user_feedback': {'submitted_at': 'timestamp'},
    }[table]) }}
{% endmacro %}

{#- The time of an event of an input. -#}
{% macro event_time(table) %}
    {{ return((event_times(table) | list)[0]) }}
{% endmacro %}

{#- The latest of all times in the rows of an input. -#}
{% macro latest_time(table) -%}
    {%- set times = event_times(table) | list -%}
    {{ return('greatest(max(' ~ times | join('), max(') ~ '))' if times | length > 1 else 'max(' ~ times[0] ~ ')') }}
{%- endmacro %}

{#- True where a row of a base model was rejected for a time that was in the future when it was loaded, and now is not. -#}
{% macro is_no_longer_in_future(table) -%}
    (
        {%- for time, column in event_times(table).items() %}
        (reject_reason = 'out_of_range_{{ column }}' and not {{ is_out_of_range_timestamp(time) }}) {{ "or" if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}
