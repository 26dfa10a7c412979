with
visits as (select * from {{ ref('derived_visits') }}),
purchases as (select * from {{ ref('derived_purchases') }} where not is_canceled),

summarize_visits as (
    select
        session_id,
        max(user_key) as user_key,
        min(clicked_at) as started_at,
        max(clicked_at) as ended_at,
        {{ ordered_listagg(
            "case when is_new_page or is_after_pause then " ~ json_string('page_path') ~ " end", ', ', 'event_number'
        ) }} as pages,
        max_by(page_path, event_number) as last_page
    from visits
    group by session_id
),

derived_sessions as (
    select
        'derived from clickstream' as source_file,
        row_number() over (order by summarize_visits.started_at, summarize_visits.session_id) as input_row,
        cast(null as string) as exported_row,
        summarize_visits.session_id,
        summarize_visits.user_key as user_id,
        cast(summarize_visits.started_at as string) || 'Z' as start_time,
        cast(summarize_visits.ended_at as string) || 'Z' as end_time,
        '[' || summarize_visits.pages || ']' as page_sequence,
        case when purchases.session_id is not null then 'none' else summarize_visits.last_page end as drop_off_page
    from summarize_visits
    left join purchases
        on summarize_visits.session_id = purchases.session_id
)

select * from derived_sessions
