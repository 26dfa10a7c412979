{#- The seven inputs. -#}
{% macro input_tables() %}
    {{ return([
        'api_logs', 'cart_abandonment', 'clickstream', 'page_load_times', 'session_tracking', 'support_tickets',
        'user_feedback'
    ]) }}
{% endmacro %}
