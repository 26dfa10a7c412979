with
session_tracking as (
    {{ raw('session_tracking') }}
),

pages as (select * from {{ ref('pages') }}),

parse_columns as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_text('session_id') }} as session_id,
        {{ to_timestamp('start_time') }} as started_at,
        {{ to_timestamp('end_time') }} as ended_at,
        {{ normalize_user('user_id') }} as user_key,
        {{ to_text('page_sequence') }} as page_sequence,
        {{ to_text('drop_off_page') }} as drop_off_page
    from session_tracking
),

validate_rows as (
    select
        *,
        case when lower(drop_off_page) <> 'none' then {{ clean_page('drop_off_page') }} end as page_alias,
        case
            when session_id is null then 'missing_session_id'
            when started_at is null then {{ missing_or_invalid('start_time') }}
            when {{ is_out_of_range_timestamp('started_at') }} then 'out_of_range_start_time'
            when ended_at is null then {{ missing_or_invalid('end_time') }}
            when {{ is_out_of_range_timestamp('ended_at') }} then 'out_of_range_end_time'
            when page_sequence is null then 'missing_page_sequence'
            when ended_at < started_at then 'ends_before_start'
        end as validation_error
    from parse_columns
),

-- a row that fails validation does not make a valid row a duplicate
flag_duplicate_keys as (
    select
        *,
        case
            when validation_error is not null then validation_error
            when row_number() over (
                partition by session_id, validation_error
                order by started_at desc, ended_at desc, source_file desc, input_row desc
            ) > 1 then 'duplicate_key'
        end as reject_reason
    from validate_rows
),

base_session_tracking as (
    select
        flag_duplicate_keys.source_file,
        flag_duplicate_keys.input_row,
        flag_duplicate_keys.session_id,
        flag_duplicate_keys.started_at,
        flag_duplicate_keys.ended_at,
        {{ reporting_date('flag_duplicate_keys.started_at') }} as session_date,
        flag_duplicate_keys.user_key,
        flag_duplicate_keys.page_sequence,
        coalesce(lower(flag_duplicate_keys.drop_off_page) = 'none', false) as is_completed,
        coalesce(pages.page_key, flag_duplicate_keys.page_alias) as drop_off_page,
        flag_duplicate_keys.reject_reason,
        {{ rejected_row('session_tracking') }} as rejected_row
    from flag_duplicate_keys
    left join pages
        on flag_duplicate_keys.page_alias = pages.alias
)

select * from base_session_tracking
