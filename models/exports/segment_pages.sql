with
pages as (
    {{ export_rows('segment', 'pages') }}
),

number_copies as (
    select
        *,
        row_number() over (
            partition by coalesce(id, source_file || ' ' || cast(input_row as string)) order by source_file, input_row
        ) as copy_number
    from pages
),

segment_pages as (
    select
        source_file,
        input_row,
        exported_row,
        {{ known_user('user_id', 'anonymous_id') }} as user_id,
        {{ utc_time('timestamp') }} as timestamp,
        coalesce(url, context_page_url, path) as page,
        context_session_id as session_id,
        'page_view' as event_name
    from number_copies
    where copy_number = 1
)

select * from segment_pages
