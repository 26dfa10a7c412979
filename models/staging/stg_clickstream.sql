with
clickstream as (select * from {{ ref('base_clickstream') }} where reject_reason is null),

stg_clickstream as (
    select
        clicked_at,
        click_date,
        user_key,
        page_key,
        element
    from clickstream
)

select * from stg_clickstream
