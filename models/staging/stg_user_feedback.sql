with
user_feedback as (select * from {{ ref('base_user_feedback') }} where reject_reason is null),

clean_feedback as (
    select
        input_row,
        submitted_at,
        {{ reporting_date('submitted_at') }} as feedback_date,
        {{ normalize_user('user_id') }} as user_key,
        feedback_text,
        rating,
        md5(concat_ws(
            '|', submitted_at, coalesce({{ normalize_user('user_id') }}, ''), coalesce(feedback_text, ''),
            coalesce(cast(rating as string), '')
        )) as content_hash
    from user_feedback
),

stg_user_feedback as (
    select
        -- feedback has no key of its own and two equal rows can be two events: the content, and which
        -- of the equal rows it is, make an id that does not depend on the order of the file
        content_hash || '-' || row_number() over (partition by content_hash order by input_row) as feedback_id,
        submitted_at,
        feedback_date,
        user_key,
        feedback_text,
        rating
    from clean_feedback
)

select * from stg_user_feedback
