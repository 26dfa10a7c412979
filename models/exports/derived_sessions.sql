with
visits as (select * from {{ ref('derived_visits') }}),

summarize_visits as (
    select
        session_id,
        max(user_key) as user_key,
        min(clicked_at) as started_at,
        max(clicked_at) as ended_at,
        {{ ordered_listagg(
            "case when is_new_page or is_after_pause then " ~ json_string('page_path') ~ " end", ', ', 'event_number'
        ) }} as pages,
        case
            when max(case when event_name = 'purchase' then 1 end) = 1 then 'none'
            else max_by(page_path, event_number)
        end as drop_off_page
    from visits
    group by session_id
),

derived_sessions as (
    select
        'derived from clickstream' as source_file,
        row_number() over (order by started_at, session_id) as input_row,
        cast(null as string) as exported_row,
        session_id,
        user_key as user_id,
        cast(started_at as string) || 'Z' as start_time,
        cast(ended_at as string) || 'Z' as end_time,
        '[' || pages || ']' as page_sequence,
        drop_off_page
    from summarize_visits
)

select * from derived_sessions
