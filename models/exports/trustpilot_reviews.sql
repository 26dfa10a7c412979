with
reviews as (
    {{ export_rows('trustpilot', 'reviews') }}
),

trustpilot_reviews as (
    select
        source_file,
        input_row,
        exported_row,
        review_id as feedback_id,
        {{ utc_time('review_created') }} as timestamp,
        review_consumer_user_id as user_id,
        {{ title_and_text('review_title', 'review_content') }} as feedback_text,
        review_stars as rating,
        '1-5' as rating_scale,
        review_language as language,
        'trustpilot' as source
    from reviews
)

select * from trustpilot_reviews
