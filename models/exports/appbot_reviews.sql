with
reviews as (
    {{ export_rows('appbot', 'reviews') }}
),

appbot_reviews as (
    select
        source_file,
        input_row,
        exported_row,
        id as feedback_id,
        published_at as timestamp,
        {{ title_and_text('subject', 'body') }} as feedback_text,
        rating,
        '1-5' as rating_scale,
        detected_language as language,
        'appbot' as source
    from reviews
)

select * from appbot_reviews
