with
session_tracking as (
    {{ raw('session_tracking') }}
),

pages as (select * from {{ ref('pages') }}),

typed as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_text('session_id') }} as session_id,
        {{ to_timestamp('start_time') }} as started_at,
        {{ to_timestamp('end_time') }} as ended_at,
        {{ to_text('page_sequence') }} as page_sequence,
        {{ to_text('user_id') }} as user_id,
        {{ to_text('drop_off_page') }} as drop_off_page
    from session_tracking
),

judge_rows as (
    select
        *,
        case
            when session_id is null then 'missing_session_id'
            when started_at is null then {{ missing_or_invalid('start_time') }}
            when {{ is_out_of_range_timestamp('started_at') }} then 'out_of_range_start_time'
            when ended_at is null then {{ missing_or_invalid('end_time') }}
            when {{ is_out_of_range_timestamp('ended_at') }} then 'out_of_range_end_time'
            when page_sequence is null then 'missing_page_sequence'
            when ended_at < started_at then 'ends_before_start'
        end as judged_reason
    from typed
),

-- a row that is rejected for another reason makes no duplicate of a good one
find_duplicates as (
    select
        *,
        case
            when judged_reason is not null then judged_reason
            when row_number() over (
                partition by session_id, judged_reason
                order by started_at desc, ended_at desc, source_file desc, input_row desc
            ) > 1 then 'duplicate_key'
        end as reject_reason
    from judge_rows
),

clean_rows as (
    select
        *,
        case when lower(drop_off_page) <> 'none' then {{ clean_page('drop_off_page') }} end as clean_page
    from find_duplicates
),

base_session_tracking as (
    select
        clean_rows.source_file,
        clean_rows.input_row,
        clean_rows.session_id,
        clean_rows.started_at,
        clean_rows.ended_at,
        {{ reporting_date('clean_rows.started_at') }} as session_date,
        {{ normalize_user('clean_rows.user_id') }} as user_key,
        clean_rows.page_sequence,
        coalesce(lower(clean_rows.drop_off_page) = 'none', false) as is_completed,
        coalesce(pages.page_key, clean_rows.clean_page) as drop_off_page,
        clean_rows.reject_reason,
        {{ rejected_row('session_tracking') }} as rejected_row
    from clean_rows
    left join pages
        on clean_rows.clean_page = pages.alias
)

select * from base_session_tracking
