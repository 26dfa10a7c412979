with
responses as (
    {{ export_rows('nps', 'responses') }}
),

nps_responses as (
    select
        source_file,
        input_row,
        exported_row,
        coalesce(id, permalink) as feedback_id,
        created_at as timestamp,
        case
            -- the person of an API's response is an object, or its number
            when left(email, 1) = '{'
                then nullif({{ parse_text('email', '"email": ?"([^"]+)"', ['address']) }}.address, '')
            else email
        end as user_id,
        comment as feedback_text,
        score as rating,
        case
            when survey_type is null or lower(survey_type) in ('nps', 'enps') then '0-10'
            when lower(survey_type) in ('csat', 'ces', 'smileys', 'stars', 'five_star') then '1-5'
            when lower(survey_type) = 'ces7' then '1-7'
            when lower(survey_type) = 'thumbs' then '0-1'
        end as rating_scale,
        'nps' as source
    from responses
)

select * from nps_responses
