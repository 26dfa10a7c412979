{#- The contract of each input: its key, by which a later row replaces an earlier one (none: every row is an event), the column of its
    date in the base model, the columns by which two events are equal, its times as {column of the base model: column of the file},
    that of the event first, columns of which a file needs at least one, and optional columns in which a blank is a defect where most
    rows have a value. The yml twin in seeds/raw lists its columns. -#}
{% macro input_contracts() %}
    {{ return({
        'api_logs': {
            'key': none,
            'date': 'request_date',
            'identity': ['requested_at', 'service_name', 'endpoint', 'status_code', 'response_time_ms'],
            'times': {'requested_at': 'timestamp'},
            'either': ['status_code', 'response_time_ms'],
            'blank_is_a_defect': ['service_name', 'status_code'],
        },
        'cart_abandonment': {'key': 'cart_id', 'date': 'abandoned_date', 'times': {'abandoned_at': 'abandonment_time'}},
        'clickstream': {
            'key': none,
            'date': 'click_date',
            'identity': ['clicked_at', 'user_key', 'page_path', 'element'],
            'times': {'clicked_at': 'timestamp'},
            'blank_is_a_defect': ['user_id'],
        },
        'page_load_times': {
            'key': none,
            'date': 'load_date',
            'identity': ['loaded_at', 'page_path', 'load_time_ms'],
            'times': {'loaded_at': 'timestamp'},
        },
        'session_tracking': {
            'key': 'session_id',
            'date': 'session_date',
            'times': {'started_at': 'start_time', 'ended_at': 'end_time'},
        },
        'support_tickets': {
            'key': 'ticket_id',
            'date': 'created_date',
            'times': {'created_at': 'created_at', 'first_response_at': 'first_response_at', 'resolved_at': 'resolved_at'},
        },
        'user_feedback': {
            'key': none,
            'date': 'feedback_date',
            'identity': ['submitted_at', 'user_key', 'feedback_text', 'rating'],
            'times': {'submitted_at': 'timestamp'},
        },
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

{#- Other names under which tools export the columns of an input, as {column: [names]}. -#}
{% macro also_called(table) %}
    {%- set aliases = {} -%}
    {%- for column in graph.nodes['seed.' ~ project_name ~ '.' ~ table].columns.values() -%}
        {%- do aliases.update({column.name: column.config.meta.get('also_called', [])}) -%}
    {%- endfor -%}
    {{ return(aliases) }}
{% endmacro %}

{#- Whether an input has rows to look at: not in unit tests, and not where nothing is read. -#}
{% macro can_look_into(table) %}
    {{ return(execute and graph.nodes and flags.WHICH in ['build', 'run', 'test', 'show'] and not is_absent(table)) }}
{% endmacro %}

{#- The columns of an input that none of its files has; a seed without a value in a column does not have it. -#}
{% macro absent_columns(table) %}
    {%- if not can_look_into(table) -%}
        {{ return([]) }}
    {%- endif -%}
    {%- set columns = input_columns(table) | list -%}
    {%- if reads_files() -%}
        {{ return(columns | reject('in', header_names(table) | map('lower') | list) | list) }}
    {%- endif -%}
    {%- set query -%}
        select {% for column in columns %}count(*) > 0 and count({{ adapter.quote(column) }}) = 0{{ ", " if not loop.last }}{% endfor %}
        from {{ relation_of(table, 'seed') }}
    {%- endset -%}
    {%- set is_blank = run_query(query).rows[0] -%}
    {%- set absent = [] -%}
    {%- for column in columns -%}
        {%- do absent.append(column) if is_blank[loop.index0] -%}
    {%- endfor -%}
    {{ return(absent) }}
{% endmacro %}

{#- Whether a column of an input is in any of its files. True in unit tests, and where nothing is read. -#}
{% macro has_column(table, column) %}
    {{ return(column not in absent_columns(table)) }}
{% endmacro %}

{#- Whether a file of an input has a column whose name matches a pattern. -#}
{% macro has_column_like(table, pattern) %}
    {%- for name in (header_names(table) if reads_files() and graph.nodes else []) if modules.re.search(pattern, name | lower) -%}
        {{ return(true) }}
    {%- endfor -%}
    {{ return(false) }}
{% endmacro %}

{#- Whether a blank in a column is no defect: no file has the column, or the first file leaves more of it blank than a broken export
    may have. -#}
{% macro may_be_blank(table, column) %}
    {%- if not can_look_into(table) -%}
        {{ return(false) }}
    {%- elif not has_column(table, column) -%}
        {{ return(true) }}
    {%- endif -%}
    {%- set query -%}
        select count({{ to_text(column) }}) < (1 - {{ var('max_rejected_share') }}) * count(*)
        from ({{ sample_rows(table) }})
    {%- endset -%}
    {{ return(run_query(query).columns[0].values()[0]) }}
{% endmacro %}

{#- Of a whole input, what decides how each of its rows is read: an incremental build needs it unchanged. -#}
{% macro reading_rules() %}
    {%- set rules = [] -%}
    {%- for table in input_tables() -%}
        {%- for column in absent_columns(table) -%}
            {%- do rules.append(table ~ ' lacks ' ~ column) -%}
        {%- endfor -%}
        {%- for column in input_contracts()[table].get('blank_is_a_defect', []) if may_be_blank(table, column) -%}
            {%- do rules.append(table ~ ' has blanks in ' ~ column) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(rules + ['amounts are in ' ~ shop_currency()]) }}
{% endmacro %}

{#- The times of an input, as {column of the base model: column of the file}. -#}
{% macro event_times(table) %}
    {{ return(input_contracts()[table].times) }}
{% endmacro %}
{#- The time of the event itself, in the base model of an input. -#}
{% macro event_time(table) %}
    {{ return(event_times(table) | first) }}
{% endmacro %}
