with
reviews as (
    {{ export_rows('google_play', 'reviews') }}
),

google_play_reviews as (
    select
        source_file,
        input_row,
        exported_row,
        nullif({{ parse_text('review_link', '[?&][rR]eview[iI]d=([^&]+)', ['id']) }}.id, '') as feedback_id,
        -- a review that was edited is exported again, with what it says since then
        coalesce(review_last_update, review_last_update_millis, review_submit, review_submit_millis) as timestamp,
        {{ title_and_text('review_title', 'review_text') }} as feedback_text,
        star_rating as rating,
        '1-5' as rating_scale,
        reviewer_language as language,
        'google_play' as source
    from reviews
)

select * from google_play_reviews
