with
reviews as (
    {{ export_rows('app_store', 'reviews') }}
),

app_store_reviews as (
    select
        source_file,
        input_row,
        exported_row,
        id as feedback_id,
        created_date as timestamp,
        {{ title_and_text('title', 'body') }} as feedback_text,
        rating,
        '1-5' as rating_scale,
        'app_store' as source
    from reviews
)

select * from app_store_reviews
