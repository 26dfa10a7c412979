with
period as (select * from {{ ref('int_reporting_period') }}),
funnel as (select * from {{ ref('funnel_daily') }}),
page_loads as (select * from {{ ref('int_page_loads_rated') }}),
feedback as (select * from {{ ref('feedback') }}),
tags as (select * from {{ ref('int_texts_tagged') }} where issue is not null),

rank_steps as (
    select
        funnel.step,
        sum(funnel.drop_off_count) as drop_off_count,
        sum(funnel.session_count) as session_count,
        row_number() over (order by sum(funnel.drop_off_count) desc nulls last, funnel.step asc) as step_rank
    from funnel
    cross join period
    where funnel.date_day >= period.headline_start_date
    group by funnel.step
),

rank_pages as (
    select
        page_loads.page_key,
        {{ percentile('page_loads.load_time_ms', 0.75) }} as p75_load_ms,
        count(*) as load_count,
        row_number() over (
            order by {{ percentile('page_loads.load_time_ms', 0.75) }} desc, page_loads.page_key asc
        ) as page_rank
    from page_loads
    cross join period
    where page_loads.load_date >= period.headline_start_date
    group by page_loads.page_key
    having count(*) >= {{ setting('finding_min_observations') }}
),

list_complaints as (
    select
        feedback.feedback_id,
        {{ readable_text() }} as readable_text
    from feedback
    cross join period
    where
        {{ comment_sentiment() }} = 'negative'
        and feedback.feedback_date >= period.headline_start_date
),

count_complaints as (select count(*) as all_count from list_complaints),

rank_issues as (
    select
        tags.issue,
        count(*) as complaint_count,
        max(count_complaints.all_count) as all_count,
        row_number() over (order by count(*) desc, tags.issue asc) as issue_rank
    from list_complaints
    inner join tags
        on list_complaints.readable_text = tags.text
    cross join count_complaints
    group by tags.issue
),

top_issue_findings as (
    select
        'step_loss' as kind,
        step as subject,
        '' as detail,
        'share' as unit,
        {{ safe_divide('drop_off_count', 'session_count') }} as metric_value,
        null as baseline_value,
        drop_off_count as occurrence_count,
        session_count as observation_count,
        '' as added_evidence
    from rank_steps
    where
        step_rank = 1
        and drop_off_count > 0
        and drop_off_count < session_count
        and session_count >= {{ setting('finding_min_observations') }}
    union all
    select
        'slow_page' as kind,
        page_key as subject,
        '' as detail,
        'ms' as unit,
        p75_load_ms as metric_value,
        {{ var('good_load_ms') }} as baseline_value,
        null as occurrence_count,
        load_count as observation_count,
        '' as added_evidence
    from rank_pages
    where page_rank = 1
    union all
    select
        'common_issue' as kind,
        issue as subject,
        '' as detail,
        'share' as unit,
        {{ safe_divide('complaint_count', 'all_count') }} as metric_value,
        null as baseline_value,
        complaint_count as occurrence_count,
        all_count as observation_count,
        '' as added_evidence
    from rank_issues
    where issue_rank = 1 and all_count >= {{ setting('finding_min_observations') }}
)

select * from top_issue_findings
