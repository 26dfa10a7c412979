-- The latest comments with a negative rating.
select
    submitted_at,
    rating,
    feedback_text,
    issues
from support.feedback
where
    feedback_date between $first_day and $last_day
    and rating_sentiment = 'negative'
    and feedback_text is not null
order by submitted_at desc, feedback_id
limit 8
