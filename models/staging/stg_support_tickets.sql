with
support_tickets as (
    {{ accepted_rows('support_tickets') }}
),

stg_support_tickets as (
    select
        ticket_id,
        created_at,
        created_date,
        first_response_at,
        resolved_at,
        resolved_date,
        is_resolved,
        user_key,
        category,
        priority,
        channel,
        status,
        subject,
        reopen_count,
        csat_score
    from support_tickets
)

select * from stg_support_tickets
