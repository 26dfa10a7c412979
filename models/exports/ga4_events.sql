with
events as (
    {{ export_rows('ga4', 'events') }}
),

read_parameters as (
    select
        *,
        {{ known_user('user_id', 'user_pseudo_id') }} as known_user,
        {{ snake_case_name('event_name') }} as snake_case_name,
        {{ ga4_parameters('event_params') }} as parameters
    from events
),

read_values as (
    select
        *,
        coalesce(page_location, {{ ga4_parameter('parameters', 'page_location') }}) as page_url,
        -- an app has screens instead of pages
        coalesce(
            {{ ga4_parameter('parameters', 'firebase_screen') }},
            {{ ga4_parameter('parameters', 'firebase_screen_class') }}
        ) as screen,
        coalesce({{ to_id('ga_session_id') }}, {{ ga4_parameter('parameters', 'ga_session_id') }}) as session_number,
        coalesce(
            link_text,
            {{ ga4_parameter('parameters', 'link_text') }},
            link_id,
            {{ ga4_parameter('parameters', 'link_id') }},
            {{ ga4_parameter('parameters', 'content_id') }},
            {{ ga4_parameter('parameters', 'file_name') }},
            {{ ga4_parameter('parameters', 'form_id') }}
        ) as element,
        coalesce(transaction_id, {{ json_value('ecommerce', '$.transaction_id') }}) as transaction,
        coalesce(value, {{ ga4_parameter('parameters', 'value') }}) as event_value,
        {{ json_value('ecommerce', '$.total_item_quantity') }} as item_count
    from read_parameters
),

ga4_events as (
    select
        source_file,
        input_row,
        exported_row,
        known_user as user_id,
        {{ unix_time('event_timestamp') }} as timestamp,
        coalesce(page_url, screen) as page,
        case when snake_case_name not in ('page_view', 'screen_view') then element end as element_clicked,
        user_pseudo_id || '.' || session_number as session_id,
        snake_case_name as event_name,
        item_count,
        event_value,
        {{ to_value('transaction') }} as order_id
    from read_values
    where
        -- what GA4 records by itself beside an interaction, and measurements
        snake_case_name is null
        or snake_case_name not in (
            'session_start', 'first_visit', 'first_open', 'user_engagement', 'scroll', 'video_progress',
            'video_complete', 'error', 'app_background', 'app_clear_data', 'app_exception', 'app_remove', 'app_update',
            'os_update', 'firebase_campaign', 'ad_impression', 'ad_query', 'ad_exposure', 'ad_reward',
            'notification_receive', 'notification_foreground', 'notification_dismiss',
            'web_vitals', 'cls', 'fcp', 'fid', 'inp', 'lcp', 'ttfb'
        )
)

select * from ga4_events
