-- Comments by text sentiment and rating sentiment, of the comments that have both and can be read.
select
    text_sentiment,
    rating_sentiment,
    count(*) as comment_count,
    sum(count(*)) over () as total_count,
    sum(count(*)) filter (where text_sentiment = rating_sentiment) over () / sum(count(*)) over () as agreeing_share
from support.feedback
where
    feedback_date between $first_day and $last_day
    and text_sentiment not in ('missing', 'not_readable')
    and rating_sentiment is not null
group by text_sentiment, rating_sentiment
order by text_sentiment, rating_sentiment
