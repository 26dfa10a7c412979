with
support_tickets as (
    {{ raw('support_tickets') }}
),

parse_columns as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_id('ticket_id') }} as ticket_id,
        {{ to_timestamp('created_at') }} as created_at,
        {{ to_optional_timestamp('updated_at') }} as updated_at,
        {{ to_optional_timestamp('first_response_at') }} as first_response_at,
        {{ to_optional_timestamp('resolved_at') }} as resolved_at,
        {{ normalize_user('user_id') }} as user_key,
        {{ or_not_recorded('category') }} as category,
        {{ or_not_recorded('priority') }} as priority,
        {{ to_value('channel') }} as channel,
        {{ to_value('status') }} as status,
        subject,
        {{ to_integer('reopen_count') }} as reopen_count,
        {{ to_number('csat_score') }} as csat_score
    from support_tickets
),

validate_rows as (
    select
        *,
        {{ is_rounded_id('user_key') }} as has_rounded_user_id,
        case
            when ticket_id is null then 'missing_ticket_id'
            when {{ is_rounded_id('ticket_id') }} then 'invalid_ticket_id'
            when created_at is null then {{ missing_or_invalid('created_at') }}
            when {{ is_out_of_range_timestamp('created_at') }} then 'out_of_range_created_at'
            when {{ is_invalid_time('resolved_at', 'resolved_at') }} then 'invalid_resolved_at'
            when {{ is_out_of_range_timestamp('resolved_at') }} then 'out_of_range_resolved_at'
            when {{ is_invalid_time('first_response_at', 'first_response_at') }} then 'invalid_first_response_at'
            when {{ is_out_of_range_timestamp('first_response_at') }} then 'out_of_range_first_response_at'
            when reopen_count < 0 then 'negative_reopen_count'
            when resolved_at < created_at or first_response_at < created_at then 'ends_before_start'
        end as validation_error,
        case
            when {{ is_in_future('greatest(created_at, coalesce(resolved_at, created_at))') }} then 'in_the_future'
        end as exclude_reason
    from parse_columns
),

-- tickets come again when they change: the last row counts
rank_versions as (
    select
        *,
        row_number() over versions as version_rank,
        first_value(created_at) over versions as latest_created_at
    from (
        select
            *,
            case when validation_error is null and exclude_reason is null then ticket_id end as valid_ticket_id
        from validate_rows
    ) as valid_rows
    window versions as (
        partition by valid_ticket_id
        order by updated_at desc nulls last, {{ natural_order('source_file') }} desc, source_file desc, input_row desc
    )
),

reject_duplicate_keys as (
    select
        *,
        case
            when validation_error is not null then validation_error
            -- another ticket under the same id, not another version of this one
            when
                valid_ticket_id is not null
                and abs({{ seconds_between('created_at', 'latest_created_at') }}) > 86400 then 'duplicate_key'
        end as reject_reason
    from rank_versions
),

base_support_tickets as (
    select
        source_file,
        input_row,
        ticket_id,
        created_at,
        {{ reporting_date('created_at') }} as created_date,
        first_response_at,
        resolved_at,
        {{ reporting_date('resolved_at') }} as resolved_date,
        case when {{ is_recorded('support_tickets', 'resolved_at') }} then resolved_at is not null end as is_resolved,
        case when not has_rounded_user_id then user_key end as user_key,
        category,
        priority,
        channel,
        status,
        subject,
        reopen_count,
        csat_score,
        {{ row_status(superseded='version_rank > 1') }} as row_status,
        {{ lost_values({
            'user_id': 'has_rounded_user_id',
            'reopen_count': is_invalid('reopen_count', 'reopen_count'),
            'csat_score': is_invalid('csat_score', 'csat_score'),
        }) }} as lost_values,
        reject_reason,
        exclude_reason,
        {{ rejected_row('support_tickets') }} as rejected_row
    from reject_duplicate_keys
)

select * from base_support_tickets
