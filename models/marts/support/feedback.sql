{{ incremental_by_date('feedback_date') }}

with
comments as (
    select * from {{ ref('stg_user_feedback') }}
    {{ where_affected_dates('submitted_at', 'feedback_date') }}
),

scores as (select * from {{ ref('int_feedback_scored') }}),
tags as (select * from {{ ref('int_texts_tagged') }} where issue is not null),

join_tags as (
    select
        text,
        {{ ordered_listagg('issue', ',') }} as issues
    from tags
    group by text
),

label_comments as (
    select
        comments.*,
        scores.textblob_polarity,
        scores.polarity,
        scores.subjectivity,
        join_tags.issues,
        case
            when comments.feedback_text is null then 'missing'
            when scores.polarity > {{ var('neutral_band') }} then 'positive'
            when scores.polarity < -{{ var('neutral_band') }} then 'negative'
            else 'neutral'
        end as text_sentiment,
        {{ rating_sentiment('comments.rating') }} as rating_sentiment
    from comments
    left join scores
        on comments.feedback_text = scores.feedback_text
    left join join_tags
        on comments.feedback_text = join_tags.text
),

feedback as (
    select
        feedback_id,
        user_key,
        feedback_date,
        submitted_at,
        feedback_text,
        rating,
        textblob_polarity,
        polarity,
        subjectivity,
        text_sentiment,
        rating_sentiment,
        case when text_sentiment <> 'missing' then text_sentiment = rating_sentiment end as is_consistent,
        issues
    from label_comments
)

select * from feedback
