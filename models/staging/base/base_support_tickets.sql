with
support_tickets as (
    {{ raw('support_tickets') }}
),

typed as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_text('ticket_id') }} as ticket_id,
        {{ to_timestamp('created_at') }} as created_at,
        {{ to_text('user_id') }} as user_id,
        {{ to_timestamp('resolved_at') }} as resolved_at,
        {{ to_timestamp('first_response_at') }} as first_response_at,
        {{ to_text('category') }} as category,
        {{ to_text('priority') }} as priority,
        {{ to_text('channel') }} as channel,
        {{ to_text('status') }} as status,
        {{ to_text('subject') }} as subject,
        {{ to_integer('reopen_count') }} as reopen_count,
        {{ to_number('csat_score') }} as csat_score
    from support_tickets
),

judge_rows as (
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
                partition by ticket_id, judged_reason
                order by created_at desc, resolved_at desc nulls last, source_file desc, input_row desc
            ) > 1 then 'duplicate_key'
        end as reject_reason
    from judge_rows
),

base_support_tickets as (
    select
        source_file,
        input_row,
        ticket_id,
        created_at,
        user_id,
        resolved_at,
        first_response_at,
        category,
        priority,
        channel,
        status,
        subject,
        reopen_count,
        csat_score,
        reject_reason,
        {{ rejected_row('support_tickets') }} as rejected_row
    from find_duplicates
)

select * from base_support_tickets
