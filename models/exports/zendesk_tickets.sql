with
tickets as (
    {{ export_rows('zendesk', 'tickets') }}
),

zendesk_tickets as (
    select
        source_file,
        input_row,
        exported_row,
        id as ticket_id,
        created_at,
        updated_at,
        {{ reply_after('created_at', 'first_reply_time_in_minutes') }} as first_response_at,
        {{ unless_open('solved_at', 'status') }} as resolved_at,
        coalesce(
            {{ to_value('requester_external_id') }},
            {{ to_value('requester_id') }},
            {{ to_value('requester_email') }},
            requester
        ) as user_id,
        {{ first_filled_column(['category', 'ticket_type', 'ticket_group']) }} as category,
        lower(priority) as priority,
        lower(via) as channel,
        lower(status) as status,
        subject,
        reopens as reopen_count,
        {{ zendesk_satisfaction('satisfaction_score') }} as csat_score
    from tickets
    where coalesce(lower(status), '') <> 'deleted'
)

select * from zendesk_tickets
