{{ incremental_by_date('feedback_date') }}

{% set rating_range = var('rating_max') - var('rating_min') %}

with
comments as (
    select * from {{ ref('stg_user_feedback') }}
    {{ where_affected_dates('submitted_at', 'feedback_date') }}
),

scores as (select * from {{ ref('int_feedback_scored') }}),
tags as (select * from {{ ref('int_texts_tagged') }} where issue is not null),

list_issues_per_text as (
    select
        text,
        {{ ordered_listagg('issue', ',') }} as issues
    from tags
    group by text
),

classify_sentiment as (
    select
        comments.*,
        scores.textblob_polarity,
        scores.polarity,
        scores.subjectivity,
        list_issues_per_text.issues,
        case
            when comments.feedback_text is null then 'missing'
            when not scores.is_readable then 'not_readable'
            when scores.polarity > {{ var('neutral_band') }} then 'positive'
            when scores.polarity < -{{ var('neutral_band') }} then 'negative'
            else 'neutral'
        end as text_sentiment,
        case
            when comments.rating <= {{ var('rating_min') + 0.25 * rating_range }} then 'negative'
            when comments.rating >= {{ var('rating_max') - 0.25 * rating_range }} then 'positive'
            when comments.rating is not null then 'neutral'
        end as rating_sentiment
    from comments
    left join scores
        on comments.feedback_text = scores.feedback_text
    left join list_issues_per_text
        on comments.feedback_text = list_issues_per_text.text
),

feedback as (
    select
        feedback_id,
        user_key,
        feedback_date,
        submitted_at,
        feedback_text,
        rating,
        source,
        language,
        textblob_polarity,
        polarity,
        subjectivity,
        text_sentiment,
        rating_sentiment,
        case
            when text_sentiment not in ('missing', 'not_readable') then text_sentiment = rating_sentiment
        end as is_consistent,
        case when text_sentiment <> 'not_readable' then issues end as issues
    from classify_sentiment
)

select * from feedback
