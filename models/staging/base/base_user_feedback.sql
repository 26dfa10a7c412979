with
user_feedback as (
    {{ raw('user_feedback') }}
),

typed as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_timestamp('timestamp') }} as submitted_at,
        {{ to_text('user_id') }} as user_id,
        {{ to_text('feedback_text') }} as feedback_text,
        {{ to_number('rating') }} as rating
    from user_feedback
),

judge_rows as (
    select
        *,
        case
            when submitted_at is null then {{ missing_or_invalid('timestamp') }}
            when {{ is_out_of_range_timestamp('submitted_at') }} then 'out_of_range_timestamp'
            when {{ is_invalid('rating', 'rating') }} then 'invalid_rating'
            when rating not between {{ var('rating_min') }} and {{ var('rating_max') }} then 'out_of_range_rating'
        end as reject_reason
    from typed
),

base_user_feedback as (
    select
        source_file,
        input_row,
        submitted_at,
        user_id,
        feedback_text,
        rating,
        reject_reason,
        {{ rejected_row('user_feedback') }} as rejected_row
    from judge_rows
)

select * from base_user_feedback
