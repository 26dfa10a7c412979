with
tickets as (
    {{ export_rows('hubspot', 'tickets') }}
),

hubspot_tickets as (
    select
        source_file,
        input_row,
        exported_row,
        ticket_id,
        create_date as created_at,
        last_modified_date as updated_at,
        first_agent_email_response_date as first_response_at,
        {{ unless_open('close_date', "split_part(ticket_status, ' (', 1)") }} as resolved_at,
        -- several contacts: the first one wrote
        coalesce(split_part({{ to_value('associated_contact_ids') }}, ';', 1), associated_contact) as user_id,
        category,
        lower(priority) as priority,
        lower(ticket_source) as channel,
        -- Closed (Support Pipeline)
        lower(split_part(ticket_status, ' (', 1)) as status,
        ticket_name as subject
    from tickets
)

select * from hubspot_tickets
