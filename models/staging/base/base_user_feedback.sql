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
        -- a comment may be the word None, but not in the spelling of a placeholder
        case when {{ to_value('feedback_text') }} is not null then feedback_text end as feedback_text,
        {{ to_number('rating') }} as rating,
        {{ scale_bound('rating_scale', 1) }} as rating_min,
        {{ scale_bound('rating_scale', 2) }} as rating_max,
        {{ to_value('source') }} as source,
        lower({{ to_value('language') }}) as language
    from user_feedback
),

validate_rows as (
    select
        *,
        {{ is_rounded_id('user_key') }} as has_rounded_user_id,
        -- a scale that starts above 0 has no rating of 0: exports write it where there is none
        rating is null or (rating = 0 and rating_min > 0) as is_unrated,
        case
            when submitted_at is null then {{ missing_or_invalid('timestamp') }}
            when {{ is_out_of_range_timestamp('submitted_at') }} then 'out_of_range_timestamp'
            when not is_unrated and rating not between rating_min and rating_max
                then 'out_of_range_rating'
        end as reject_reason,
        case when {{ is_in_future('submitted_at') }} then 'in_the_future' end as exclude_reason
    from parse_columns
),

base_user_feedback as (
    select
        source_file,
        input_row,
        submitted_at,
        {{ reporting_date('submitted_at') }} as feedback_date,
        case when not has_rounded_user_id then user_key end as user_key,
        feedback_text,
        case
            when is_unrated then null
            when rating_min = {{ var('rating_min') }} and rating_max = {{ var('rating_max') }} then rating
            else
                {{ var('rating_min') }}
                + (rating - rating_min) / (rating_max - rating_min) * {{ var('rating_max') - var('rating_min') }}
        end as rating,
        source,
        language,
        {{ row_status() }} as row_status,
        {{ lost_values({'user_id': 'has_rounded_user_id', 'rating': is_invalid('rating', 'rating')}) }} as lost_values,
        reject_reason,
        exclude_reason,
        {{ rejected_row('user_feedback') }} as rejected_row
    from validate_rows
)

select * from base_user_feedback
