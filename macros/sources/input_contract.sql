{#- The contract of each input: its key, by which a later row replaces an earlier one (none: every row is an event), and its times,
    the time of the event first, as {column of the base model: column of the file}. The yml twin in seeds/raw lists its columns. -#}
{% macro input_contracts() %}
    {{ return({
        'api_logs': {'key': none, 'times': {'requested_at': 'timestamp'}},
        'cart_abandonment': {'key': 'cart_id', 'times': {'abandoned_at': 'abandonment_time'}},
        'clickstream': {'key': none, 'times': {'clicked_at': 'timestamp'}},
        'page_load_times': {'key': none, 'times': {'loaded_at': 'timestamp'}},
        'session_tracking': {'key': 'session_id', 'times': {'started_at': 'start_time', 'ended_at': 'end_time'}},
        'support_tickets': {
            'key': 'ticket_id',
            'times': {'created_at': 'created_at', 'first_response_at': 'first_response_at', 'resolved_at': 'resolved_at'},
        },
        'user_feedback': {'key': none, 'times': {'submitted_at': 'timestamp'}},
    }) }}
{% endmacro %}

{#- The names of the inputs. -#}
{% macro input_tables() %}
    {{ return(input_contracts() | list) }}
{% endmacro %}

{#- The columns of an input as {name: whether it is required}. -#}
{% macro input_columns(table) %}
    {%- set columns = {} -%}
    {%- if graph.nodes -%}
        {%- for column in graph.nodes['seed.' ~ project_name ~ '.' ~ table].columns.values() -%}
            {%- do columns.update({column.name: column.config.meta.get('required', false)}) -%}
        {%- endfor -%}
    {%- else -%}
        {#- a unit test does not see the yml twin; the table of the seed has the same columns -#}
        {%- for name in run_query('select * from raw.' ~ table ~ ' limit 0').column_names -%}
            {%- do columns.update({name: false}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(columns) }}
{% endmacro %}

{#- The times of an input, as {column of the base model: column of the file}. -#}
{% macro event_times(table) %}
    {{ return(input_contracts()[table].times) }}
{% endmacro %}
{#- The time of the event itself, in the base model of an input. -#}
{% macro event_time(table) %}
    {{ return(event_times(table) | first) }}
{% endmacro %}
