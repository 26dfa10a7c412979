with
feedback as (select * from {{ ref('feedback') }}),
tickets as (select * from {{ ref('int_ticket_texts') }}),
tags as (select * from {{ ref('int_texts_tagged') }} where issue is not null),

count_feedback_per_issue as (
    select
        feedback.feedback_date as date_day,
        tags.issue,
        count(*) as feedback_count,
        {{ safe_divide(exact_sum('feedback.rating'), 'count(feedback.rating)') }} as avg_rating
    from feedback
    inner join tags
        on {{ readable_text() }} = tags.text
    group by all
),

count_tickets_per_issue as (
    select
        tickets.created_date as date_day,
        tags.issue,
        count(*) as ticket_count
    from tickets
    inner join tags
        on tickets.ticket_text = tags.text
    group by all
),

collect_days_and_issues as (
    select date_day, issue from count_feedback_per_issue
    union
    select date_day, issue from count_tickets_per_issue
),

issues_daily as (
    select
        collect_days_and_issues.date_day,
        collect_days_and_issues.issue,
        coalesce(count_feedback_per_issue.feedback_count, 0) as feedback_count,
        coalesce(count_tickets_per_issue.ticket_count, 0) as ticket_count,
        count_feedback_per_issue.avg_rating
    from collect_days_and_issues
    left join count_feedback_per_issue
        on
            collect_days_and_issues.date_day = count_feedback_per_issue.date_day
            and collect_days_and_issues.issue = count_feedback_per_issue.issue
    left join count_tickets_per_issue
        on
            collect_days_and_issues.date_day = count_tickets_per_issue.date_day
            and collect_days_and_issues.issue = count_tickets_per_issue.issue
)

select * from issues_daily
