{#- The contract of each input: its key, by which a later row replaces an earlier one (none: every row is an event), the column of its
    date in the base model, the columns by which two events are equal, its times as {column of the base model: column of the file},
    that of the event first, columns of which a file needs at least one, optional columns in which a blank is a defect where most
    rows have a value, the exports of other tools that hold it, and the input from which it is derived where it is absent. The yml twin in seeds/raw lists its columns. -#}
{% macro input_contracts() %}
    {{ return({
        'api_logs': {
            'key': none,
            'date': 'request_date',
            'identity': ['requested_at', 'service_name', 'endpoint', 'status_code', 'response_time_ms'],
            'times': {'requested_at': 'timestamp'},
            'either': ['status_code', 'response_time_ms'],
            'blank_is_a_defect': ['service_name', 'status_code'],
            'exports': ['access_log', 'aws_alb_log', 'cloudfront_log', 'iis_log', 'otel_spans'],
        },
        'cart_abandonment': {
            'key': 'cart_id',
            'date': 'abandoned_date',
            'times': {'abandoned_at': 'abandonment_time'},
            'derived_from': 'clickstream',
            'exports': ['cartflows_carts', 'derived_carts', 'shopify_abandoned_checkouts'],
        },
        'clickstream': {
            'key': none,
            'date': 'click_date',
            'identity': ['clicked_at', 'user_key', 'page_path', 'element', 'event_name'],
            'times': {'clicked_at': 'timestamp'},
            'blank_is_a_defect': ['user_id'],
            'exports': ['ga4_events', 'matomo_visits', 'segment_pages', 'segment_tracks'],
        },
        'orders': {
            'key': 'order_id',
            'date': 'order_date',
            'times': {'ordered_at': 'ordered_at'},
            'exports': [
                'magento_orders', 'shopify_api_orders', 'shopify_orders', 'woocommerce_analytics_orders', 'woocommerce_orders',
            ],
        },
        'page_load_times': {
            'key': none,
            'date': 'load_date',
            'identity': ['loaded_at', 'page_path', 'load_time_ms'],
            'times': {'loaded_at': 'timestamp'},
            'exports': ['web_vitals_beacons'],
        },
        'session_tracking': {
            'key': 'session_id',
            'date': 'session_date',
            'times': {'started_at': 'start_time', 'ended_at': 'end_time'},
            'derived_from': 'clickstream',
            'exports': ['derived_sessions'],
        },
        'support_tickets': {
            'key': 'ticket_id',
            'date': 'created_date',
            'times': {'created_at': 'created_at', 'first_response_at': 'first_response_at', 'resolved_at': 'resolved_at'},
            'exports': [
                'freshdesk_tickets', 'hubspot_tickets', 'intercom_conversations', 'jira_requests', 'zendesk_api_tickets',
                'zendesk_explore_tickets', 'zendesk_tickets',
            ],
        },
        'user_feedback': {
            'key': none,
            'date': 'feedback_date',
            'identity': ['submitted_at', 'user_key', 'feedback_text', 'rating'],
            'times': {'submitted_at': 'timestamp'},
            'exports': [
                'app_store_reviews', 'appbot_reviews', 'google_play_reviews', 'nps_responses', 'surveymonkey_responses',
                'trustpilot_reviews',
            ],
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

{#- The columns of an input that are details: no KPI needs one, so that none is missed where a file has it not. -#}
{% macro detail_columns(table) %}
    {%- set details = [] -%}
    {%- for column in graph.nodes['seed.' ~ project_name ~ '.' ~ table].columns.values() if column.config.meta.is_detail -%}
        {%- do details.append(column.name) -%}
    {%- endfor -%}
    {{ return(details) }}
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
    {%- if is_derived(table) -%}
        {%- set derived = graph.nodes['model.' ~ project_name ~ '.' ~ exports_read(table)[0]].columns -%}
        {%- set absent = columns | reject('in', derived) | list -%}
        {#- where no order was seen, it is not known which sessions ended with one; asked only after staging -#}
        {%- do absent.append('drop_off_page') if table == 'session_tracking' and not has_rows('stg_session_tracking', 'is_completed') -%}
        {%- do absent.append('page_sequence') if table == 'session_tracking' and not has_rows('base_clickstream', "event_name = 'page_view'") -%}
        {{ return(absent) }}
    {%- elif reads_files() -%}
        {%- set filled = [] -%}
        {%- for group in header_groups(table, files_found(table)) -%}
            {%- do filled.extend(columns_filled(group)) -%}
        {%- endfor -%}
        {{ return(columns | reject('in', filled) | list) }}
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

{#- Condition: the file of a row has a column, so that a blank means something. -#}
{% macro is_recorded(table, column) -%}
    {%- if not (is_derived(table) or has_column(table, column)) -%}
        {{ return('false') }}
    {%- endif -%}
    {%- set files = [] -%}
    {%- for group in (header_groups(table, files_found(table)) if can_look_into(table) and reads_files() and not is_derived(table) else []) -%}
        {%- if column not in columns_filled(group) -%}
            {%- for file in group.files -%}
                {%- do files.append(string_literal(name_in_raw_dir(file))) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return('source_file not in (' ~ files | join(', ') ~ ')' if files else 'true') }}
{%- endmacro %}

{#- Whether a file of an input, under its own column names, has one that matches a pattern: the models of exports give one row a key. -#}
{% macro has_column_like(table, pattern) %}
    {%- for name in (header_names(header_groups(table, files_found(table), none)) if reads_files() and graph.nodes else []) if modules.re.search(pattern, name | lower) -%}
        {{ return(true) }}
    {%- endfor -%}
    {{ return(false) }}
{% endmacro %}

{#- Whether a blank in a column is no defect: the input is an export of a tool, no file has the column, or the first file leaves more of it blank than a broken export
    may have. -#}
{% macro may_be_blank(table, column) %}
    {%- if not can_look_into(table) -%}
        {{ return(false) }}
    {%- elif exports_read(table) or not has_column(table, column) -%}
        {{ return(true) }}
    {%- endif -%}
    {%- set query -%}
        select count({{ to_text(column) }}) < (1 - {{ var('max_rejected_share') }}) * count(*) or count({{ to_text(column) }}) = 0
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
