with
feedback as (select * from {{ ref('feedback') }}),

feedback_daily as (
    select
        feedback_date as date_day,
        count(*) as feedback_count,
        {{ safe_divide(exact_sum('rating'), 'count(rating)') }} as avg_rating,
        {{ safe_divide("count(*) filter (where rating_sentiment = 'positive')", 'count(rating)') }} as csat_rate,
        count(*) filter (where text_sentiment = 'positive') as positive_count,
        count(*) filter (where text_sentiment = 'neutral') as neutral_count,
        count(*) filter (where text_sentiment = 'negative') as negative_count,
        count(*) filter (where text_sentiment = 'missing') as missing_text_count,
        count(*) filter (where text_sentiment = 'not_readable') as not_readable_count,
        count(*) filter (where not is_consistent) as inconsistent_count
    from feedback
    group by feedback_date
)

select * from feedback_daily
