with
feedback as (select * from {{ ref('stg_user_feedback') }}),

int_feedback_texts as (
    select distinct feedback_text
    from feedback
    where feedback_text is not null
    order by feedback_text
)

select * from int_feedback_texts
