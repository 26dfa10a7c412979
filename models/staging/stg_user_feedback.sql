{{ config(materialized='table') }}

with
user_feedback as (
    {{ accepted_events('user_feedback') }}
),

hash_content as (
    select
        *,
        md5(concat_ws(
            '|', submitted_at, coalesce(user_key, ''), coalesce(feedback_text, ''), coalesce(cast(rating as string), '')
        )) as content_hash
    from user_feedback
),

stg_user_feedback as (
    select
        -- feedback has no key and two equal rows can be two events: the content and a number among equal rows
        -- make an id that does not depend on the order of the file
        content_hash || '-' || row_number() over (partition by content_hash order by input_row) as feedback_id,
        submitted_at,
        feedback_date,
        user_key,
        feedback_text,
        rating,
        source,
        language
    from hash_content
)

select * from stg_user_feedback
