with
feedback as (select * from {{ ref('feedback') }}),
tickets as (select * from {{ ref('int_ticket_texts') }}),
tags as (select * from {{ ref('int_texts_tagged') }} where issue is not null),

count_feedback as (
    select
        feedback.feedback_date as date_day,
        tags.issue,
        count(*) as feedback_count,
        {{ safe_divide(exact_sum('feedback.rating'), 'count(feedback.rating)') }} as avg_rating
    from feedback
    inner join tags
        on feedback.feedback_text = tags.text
    group by all
),

count_tickets as (
    select
        tickets.created_date as date_day,
        tags.issue,
        count(*) as ticket_count
    from tickets
    inner join tags
        on tickets.ticket_text = tags.text
    group by all
),

find_days as (
    select date_day, issue from count_feedback
    union
    select date_day, issue from count_tickets
),

issues_daily as (
    select
        find_days.date_day,
        find_days.issue,
        coalesce(count_feedback.feedback_count, 0) as feedback_count,
        coalesce(count_tickets.ticket_count, 0) as ticket_count,
        count_feedback.avg_rating
    from find_days
    left join count_feedback
        on
            find_days.date_day = count_feedback.date_day
            and find_days.issue = count_feedback.issue
    left join count_tickets
        on
            find_days.date_day = count_tickets.date_day
            and find_days.issue = count_tickets.issue
)

select * from issues_daily
