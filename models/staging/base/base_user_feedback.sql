with
user_feedback as (
    {{ raw('user_feedback') }}
),

parse_columns as (
    select
        source_file,
        input_row,
        raw_row,
        {{ to_timestamp('timestamp') }} as submitted_at,
        {{ normalize_user('user_id') }} as user_key,
        {{ to_text('feedback_text') }} as feedback_text,
        {{ to_number('rating') }} as rating
    from user_feedback
),

validate_rows as (
    select
        *,
        case
            when submitted_at is null then {{ missing_or_invalid('timestamp') }}
            when {{ is_out_of_range_timestamp('submitted_at') }} then 'out_of_range_timestamp'
            when {{ is_invalid('rating', 'rating') }} then 'invalid_rating'
            when rating not between {{ var('rating_min') }} and {{ var('rating_max') }} then 'out_of_range_rating'
        end as reject_reason
    from parse_columns
),

base_user_feedback as (
    select
        source_file,
        input_row,
        submitted_at,
        {{ reporting_date('submitted_at') }} as feedback_date,
        user_key,
        feedback_text,
        rating,
        reject_reason,
        {{ rejected_row('user_feedback') }} as rejected_row
    from validate_rows
)

select * from base_user_feedback
