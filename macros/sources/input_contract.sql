{#- The seven inputs. -#}
{% macro input_tables() %}
    {{ return(input_tables_and_keys().keys() | list) }}
{% endmacro %}

{#- The key of each input, by which a later row replaces an earlier one; none where every row is an event of its own. -#}
{% macro input_tables_and_keys() %}
    {{ return({
        'api_logs': none,
        'cart_abandonment': 'cart_id',
        'clickstream': none,
        'page_load_times': none,
        'session_tracking': 'session_id',
        'support_tickets': 'ticket_id',
        'user_feedback': none,
    }) }}
{% endmacro %}
