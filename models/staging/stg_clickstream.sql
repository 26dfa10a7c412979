with
clickstream as (select * from {{ ref('base_clickstream') }} where reject_reason is null),
pages as (select * from {{ ref('pages') }}),

clean_clicks as (
    select
        clicked_at,
        {{ reporting_date('clicked_at') }} as click_date,
        {{ clean_user('user_id') }} as user_key,
        {{ clean_page('page') }} as page,
        {{ or_not_recorded('element_clicked') }} as element
    from clickstream
),

stg_clickstream as (
    select
        clean_clicks.clicked_at,
        clean_clicks.click_date,
        clean_clicks.user_key,
        coalesce(pages.page_key, clean_clicks.page) as page_key,
        clean_clicks.element
    from clean_clicks
    left join pages
        on clean_clicks.page = pages.alias
)

select * from stg_clickstream
