with
support_tickets as (select * from {{ ref('base_support_tickets') }} where reject_reason is null),

stg_support_tickets as (
    select
        ticket_id,
        created_at,
        {{ reporting_date('created_at') }} as created_date,
        first_response_at,
        resolved_at,
        {{ reporting_date('resolved_at') }} as resolved_date,
        {{ normalize_user('user_id') }} as user_key,
        {{ or_not_recorded('category') }} as category,
        {{ or_not_recorded('priority') }} as priority,
        channel,
        status,
        subject,
        reopen_count,
        csat_score
    from support_tickets
)

select * from stg_support_tickets
