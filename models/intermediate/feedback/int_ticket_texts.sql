with
tickets as (select * from {{ ref('stg_support_tickets') }}),

int_ticket_texts as (
    select
        ticket_id,
        created_date,
        concat_ws(' ', category, subject) as ticket_text
    from tickets
)

select * from int_ticket_texts
