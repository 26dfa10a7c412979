with
explore_tickets as (
    {{ export_rows('zendesk', 'explore_tickets') }}
),

zendesk_explore_tickets as (
    select
        source_file,
        input_row,
        exported_row,
        ticket_id,
        ticket_created_timestamp as created_at,
        ticket_updated_timestamp as updated_at,
        coalesce(
            {{ reply_after('ticket_created_timestamp', 'first_reply_time_min') }},
            {{ reply_after('ticket_created_timestamp', 'first_reply_time_hrs', 60) }}
        ) as first_response_at,
        {{ unless_open('ticket_solved_timestamp', 'ticket_status') }} as resolved_at,
        coalesce(
            {{ to_value('requester_external_id') }},
            {{ to_value('requester_id') }},
            {{ to_value('requester_email') }},
            requester_name
        ) as user_id,
        {{ first_filled_column(['category', 'ticket_type', 'ticket_group']) }} as category,
        lower(ticket_priority) as priority,
        lower(ticket_channel) as channel,
        lower(ticket_status) as status,
        ticket_subject as subject,
        reopens as reopen_count,
        {{ zendesk_satisfaction('ticket_satisfaction_rating') }} as csat_score
    from explore_tickets
    where coalesce(lower(ticket_status), '') <> 'deleted'
)

select * from zendesk_explore_tickets
