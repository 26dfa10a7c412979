with
support_tickets as (
    {{ raw('support_tickets') }}
),

parse_columns as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_text('ticket_id') }} as ticket_id,
        {{ to_timestamp('created_at') }} as created_at,
        {{ to_timestamp('first_response_at') }} as first_response_at,
        {{ to_timestamp('resolved_at') }} as resolved_at,
        {{ normalize_user('user_id') }} as user_key,
        {{ or_not_recorded('category') }} as category,
        {{ or_not_recorded('priority') }} as priority,
        {{ to_text('channel') }} as channel,
        {{ to_text('status') }} as status,
        {{ to_text('subject') }} as subject,
        {{ to_integer('reopen_count') }} as reopen_count,
        {{ to_number('csat_score') }} as csat_score
    from support_tickets
),

validate_rows as (
    select
        *,
        case
            when ticket_id is null then 'missing_ticket_id'
            when created_at is null then {{ missing_or_invalid('created_at') }}
            when {{ is_out_of_range_timestamp('created_at') }} then 'out_of_range_created_at'
            when {{ is_invalid('resolved_at', 'resolved_at') }} then 'invalid_resolved_at'
            when {{ is_out_of_range_timestamp('resolved_at') }} then 'out_of_range_resolved_at'
            when {{ is_invalid('first_response_at', 'first_response_at') }} then 'invalid_first_response_at'
            when {{ is_out_of_range_timestamp('first_response_at') }} then 'out_of_range_first_response_at'
            when {{ is_invalid('reopen_count', 'reopen_count') }} then 'invalid_reopen_count'
            when reopen_count < 0 then 'negative_reopen_count'
            when {{ is_invalid('csat_score', 'csat_score') }} then 'invalid_csat_score'
            when resolved_at < created_at or first_response_at < created_at then 'ends_before_start'
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
                partition by ticket_id, validation_error
                order by created_at desc, resolved_at desc nulls last, source_file desc, input_row desc
            ) > 1 then 'duplicate_key'
        end as reject_reason
    from validate_rows
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
        user_key,
        category,
        priority,
        channel,
        status,
        subject,
        reopen_count,
        csat_score,
        reject_reason,
        {{ rejected_row('support_tickets') }} as rejected_row
    from flag_duplicate_keys
)

select * from base_support_tickets
