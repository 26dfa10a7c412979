with
sessions as (select * from {{ ref('int_sessions_classified') }}),
steps as (select * from {{ ref('int_page_sequence_steps') }} where funnel_step is not null),
feedback as (select * from {{ ref('feedback') }}),
tags as (select * from {{ ref('int_texts_tagged') }} where issue is not null),
tickets as (select * from {{ ref('tickets') }}),
period as (select * from {{ ref('int_reporting_period') }}),

list_pages as (select distinct page_sequence, page_key from steps),

classify_comments as (
    select
        {{ truncate_to_hour('submitted_at') }} as hour_at,
        {{ readable_text() }} as readable_text,
        {{ comment_sentiment() }} as sentiment
    from feedback
),

count_comments as (
    select
        hour_at,
        count(sentiment) as comment_count
    from classify_comments
    group by hour_at
),

count_complaints as (
    select
        classify_comments.hour_at,
        tags.issue,
        count(*) as complaint_count
    from classify_comments
    inner join tags
        on classify_comments.readable_text = tags.text
    where classify_comments.sentiment = 'negative'
    group by all
),

list_issues as (select distinct issue from count_complaints),

-- an unanswered ticket is late once the limit has passed; until then the outcome is unknown
classify_replies as (
    select
        {{ truncate_to_hour('tickets.created_at') }} as hour_at,
        {{ seconds_between(
            'tickets.created_at', 'coalesce(tickets.first_response_at, tickets.resolved_at, period.as_of)'
        ) }} / 3600 > {{ var('late_reply_hours') }} as is_late,
        coalesce(tickets.first_response_at, tickets.resolved_at) is not null as is_answered
    from tickets
    cross join period
),

behavior_signals as (
    select
        'page_exits' as signal,
        list_pages.page_key as subject,
        '' as detail,
        {{ truncate_to_hour('sessions.ended_at') }} as hour_at,
        count(*) as observation_count,
        count(*) filter (where sessions.drop_off_page = list_pages.page_key) as occurrence_count
    from sessions
    inner join list_pages
        on sessions.page_sequence = list_pages.page_sequence
    group by all
    union all
    select
        'sentiment_drop' as signal,
        list_issues.issue as subject,
        '' as detail,
        count_comments.hour_at,
        count_comments.comment_count as observation_count,
        coalesce(count_complaints.complaint_count, 0) as occurrence_count
    from count_comments
    cross join list_issues
    left join count_complaints
        on
            count_comments.hour_at = count_complaints.hour_at
            and list_issues.issue = count_complaints.issue
    where count_comments.comment_count > 0
    union all
    select
        'ticket_backlog' as signal,
        'support' as subject,
        '' as detail,
        hour_at,
        count(*) as observation_count,
        count(*) filter (where is_late) as occurrence_count
    from classify_replies
    where
        (is_answered or is_late)
        and {{ has_column('support_tickets', 'first_response_at') }}
    group by all
    union all
    select
        'sla_slide' as signal,
        'support' as subject,
        '' as detail,
        {{ truncate_to_hour('created_at') }} as hour_at,
        count(*) as observation_count,
        count(*) filter (where sla_status = 'breached') as occurrence_count
    from tickets
    where sla_status in ('met', 'breached')
    group by all
)

select * from behavior_signals
