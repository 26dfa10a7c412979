with
period as (select * from {{ ref('int_reporting_period') }}),

feedback as (
    select feedback.*
    from {{ ref('feedback') }} as feedback
    cross join period
    where feedback.feedback_date >= period.headline_start_date
),

tickets as (
    select tickets.*
    from {{ ref('tickets') }} as tickets
    cross join period
    where tickets.created_date >= period.headline_start_date
),

-- a ticket of before the period that is still open is part of the backlog
open_tickets as (select * from {{ ref('tickets') }} where not is_resolved),

measure_feedback as (
    select
        count(*) as feedback_count,
        {{ safe_divide(exact_sum('rating'), 'count(rating)') }} as avg_rating,
        count(rating) as rating_count,
        count(*) filter (where rating_sentiment = 'positive') as satisfied_count,
        count(*) filter (where is_consistent) as consistent_count,
        count(*) filter (where not is_consistent) as mismatch_count
    from feedback
),

measure_tickets as (
    select
        count(*) as ticket_count,
        count(*) filter (where is_resolved) as resolved_count,
        {{ percentile('resolution_hours', 0.5) }} as median_hours,
        {{ percentile('resolution_hours', 0.9) }} as p90_hours,
        count(*) filter (where sla_status = 'met') as met_count,
        count(*) filter (where sla_status in ('met', 'breached')) as judged_count
    from tickets
),

count_backlog as (
    select count(*) as ticket_count
    from open_tickets
),

rank_categories as (
    select
        category,
        count(*) as ticket_count
    from tickets
    group by category
    order by ticket_count desc, category asc
    limit 1
),

headline_support as (
    {{ kpi_row('total_feedback', 'feedback_count') }} from measure_feedback
    union all
    {{ kpi_row('avg_rating', 'avg_rating') }} from measure_feedback
    union all
    {{ kpi_row('csat_rate', numerator='satisfied_count', denominator='rating_count') }} from measure_feedback
    union all
    {{ kpi_row('sentiment_mismatch_count', 'mismatch_count') }} from measure_feedback
    union all
    {{ kpi_row(
        'sentiment_consistency_rate', numerator='consistent_count', denominator='consistent_count + mismatch_count'
    ) }} from measure_feedback
    union all
    {{ kpi_row('total_tickets', 'ticket_count') }} from measure_tickets
    union all
    {{ kpi_row('resolved_tickets', 'resolved_count') }} from measure_tickets
    union all
    {{ kpi_row('ticket_backlog', 'ticket_count') }} from count_backlog
    union all
    {{ kpi_row('median_resolution_hours', 'median_hours') }} from measure_tickets
    union all
    {{ kpi_row('p90_resolution_hours', 'p90_hours') }} from measure_tickets
    union all
    {{ kpi_row('sla_attainment_rate', numerator='met_count', denominator='judged_count') }} from measure_tickets
    union all
    {{ kpi_row('most_common_ticket_category', 'ticket_count', answer='category') }} from rank_categories
)

select * from headline_support
