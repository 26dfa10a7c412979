with
session_tracking as (
    {{ raw('session_tracking') }}
),

parse_columns as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_id('session_id') }} as session_id,
        {{ to_timestamp('start_time') }} as start_read,
        {{ to_timestamp('end_time') }} as ended_at,
        {{ normalize_user('user_id') }} as user_key,
        {{ to_value('page_sequence') }} as page_sequence,
        coalesce({{ to_value('drop_off_page') }}, case when lower(drop_off_page) = 'none' then drop_off_page end)
            as drop_off_page
    from session_tracking
),

validate_rows as (
    select
        *,
        {{ earlier_reading('start_read', 'ended_at') }} as started_at,
        case
            when session_id is null then 'missing_session_id'
            when {{ is_rounded_id('session_id') }} then 'invalid_session_id'
            when started_at is null then {{ missing_or_invalid('start_time') }}
            when {{ is_out_of_range_timestamp('started_at') }} then 'out_of_range_start_time'
            when ended_at is null then {{ missing_or_invalid('end_time') }}
            when {{ is_out_of_range_timestamp('ended_at') }} then 'out_of_range_end_time'
            when page_sequence is null then 'missing_page_sequence'
            when ended_at < started_at then 'ends_before_start'
        end as validation_error,
        case
            when {{ is_in_future('ended_at') }} then 'in_the_future'
            -- a monitor, or a page left open: it would move the averages
            when {{ seconds_between('started_at', 'ended_at') }} > 86400 then 'over_24_hours'
        end as exclude_reason
    from parse_columns
),

repeated_ids as (
    select session_id
    from validate_rows
    where validation_error is null and exclude_reason is null
    group by session_id
    having count(*) > 1
),

-- an export from before the end of a session has a row without it
closed_later as (
    select distinct closed.session_id, closed.started_at
    from validate_rows as closed
    inner join validate_rows as still_open
        on
            closed.session_id = still_open.session_id
            and closed.started_at = still_open.started_at
            and still_open.validation_error = 'missing_end_time'
    where closed.validation_error is null
),

find_repeated_ids as (
    select
        validate_rows.*,
        repeated_ids.session_id is not null as is_repeated,
        closed_later.session_id is not null as is_closed_later
    from validate_rows
    left join closed_later
        on
            validate_rows.session_id = closed_later.session_id
            and validate_rows.started_at = closed_later.started_at
            and validate_rows.validation_error = 'missing_end_time'
    left join repeated_ids
        on
            validate_rows.session_id = repeated_ids.session_id
            and validate_rows.validation_error is null
            and validate_rows.exclude_reason is null
),

-- rows with one start are versions of a session: the last one counts
rank_versions as (
    select
        *,
        row_number() over (
            partition by session_id, started_at
            order by {{ natural_order('source_file') }} desc, source_file desc, input_row desc
        ) as version_rank
    from find_repeated_ids
    where is_repeated
),

-- exports cut a session at midnight; its parts follow each other
find_gaps as (
    select
        *,
        coalesce(
            {{ seconds_between('max(ended_at) over earlier_parts', 'started_at') }} > 1800
            or user_key <> max(user_key) over earlier_parts,
            false
        ) as is_new_session
    from rank_versions
    window earlier_parts as (
        partition by session_id, version_rank
        order by started_at
        rows between unbounded preceding and 1 preceding
    )
),

number_sessions as (
    select
        *,
        -- from the last one, which stays when the rows cannot be parts of one session
        count(*) filter (where is_new_session) over (
            partition by session_id, version_rank
            order by started_at desc rows between unbounded preceding and 1 preceding
        ) as later_sessions,
        row_number() over (partition by session_id, version_rank order by started_at desc) = 1 as is_last_part
    from find_gaps
),

merge_parts as (
    select
        session_id,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        max(user_key) as user_key,
        -- a line each, because any separator may be within them
        {{ ordered_listagg('page_sequence', '\n', 'started_at') }} as page_sequence,
        max(case when is_last_part then drop_off_page end) as drop_off_page
    from number_sessions
    where version_rank = 1 and later_sessions = 0
    group by session_id
),

resolve_versions as (
    select
        number_sessions.source_file,
        number_sessions.input_row,
        number_sessions.raw_row,
        merge_parts.session_id,
        merge_parts.started_at,
        merge_parts.ended_at,
        merge_parts.user_key,
        merge_parts.page_sequence,
        merge_parts.drop_off_page,
        number_sessions.exclude_reason,
        case
            when number_sessions.version_rank = 1 and number_sessions.later_sessions > 0 then 'duplicate_key'
        end as reject_reason,
        number_sessions.version_rank > 1 as is_superseded,
        number_sessions.started_at <> merge_parts.started_at as is_merged
    from number_sessions
    inner join merge_parts
        on number_sessions.session_id = merge_parts.session_id
    union all
    select
        source_file,
        input_row,
        raw_row,
        session_id,
        started_at,
        ended_at,
        user_key,
        page_sequence,
        drop_off_page,
        exclude_reason,
        case when not is_closed_later then validation_error end as reject_reason,
        is_closed_later as is_superseded,
        false as is_merged
    from find_repeated_ids
    where not is_repeated
),

base_session_tracking as (
    select
        source_file,
        input_row,
        session_id,
        started_at,
        ended_at,
        {{ reporting_date('started_at') }} as session_date,
        case when not {{ is_rounded_id('user_key') }} then user_key end as user_key,
        page_sequence,
        case
            when {{ is_recorded('session_tracking', 'drop_off_page') }} then lower(coalesce(drop_off_page, '')) = 'none'
        end as is_completed,
        -- Python writes None for a missing value
        coalesce(drop_off_page = 'None', false) as is_none_from_python,
        case when lower(drop_off_page) <> 'none' then {{ clean_page('drop_off_page') }} end as drop_off_path,
        {{ row_status(superseded='is_superseded', merged='is_merged') }} as row_status,
        {{ lost_values({'user_id': is_rounded_id('user_key')}) }} as lost_values,
        reject_reason,
        exclude_reason,
        {{ rejected_row('session_tracking') }} as rejected_row
    from resolve_versions
)

select * from base_session_tracking
