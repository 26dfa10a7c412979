with
tickets as (
    {{ export_rows('freshdesk', 'tickets') }}
),

freshdesk_tickets as (
    select
        source_file,
        input_row,
        exported_row,
        ticket_id,
        created_time as created_at,
        last_update_time as updated_at,
        initial_response_time as first_response_at,
        {{ unless_open(
            'coalesce(' ~ to_value('resolved_time') ~ ', ' ~ to_value('closed_time') ~ ')', 'status'
        ) }} as resolved_at,
        coalesce(
            {{ to_value('unique_external_id') }},
            {{ to_value('contact_id') }},
            {{ to_value('requester_email') }},
            full_name
        ) as user_id,
        {{ first_filled_column(['category', 'ticket_type', 'ticket_group']) }} as category,
        lower(priority) as priority,
        lower(ticket_source) as channel,
        lower(status) as status,
        subject,
        case
            when lower(survey_results) in ('extremely happy', 'very happy') then '5'
            when lower(survey_results) = 'happy' then '4'
            when lower(survey_results) = 'neutral' then '3'
            when lower(survey_results) = 'unhappy' then '2'
            when lower(survey_results) in ('very unhappy', 'extremely unhappy') then '1'
            when lower(survey_results) not in ('no response', 'not taken') then survey_results
        end as csat_score
    from tickets
    where coalesce(lower(status), '') not in ('deleted', 'spam')
)

select * from freshdesk_tickets
