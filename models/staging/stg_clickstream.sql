with
clickstream as (
    {{ accepted_events('clickstream') }}
),
paths as (select * from {{ ref('stg_page_paths') }}),

stg_clickstream as (
    select
        clickstream.clicked_at,
        clickstream.click_date,
        clickstream.user_key,
        paths.page_key,
        clickstream.element,
        {{ 'false' if page_views_are_clicks() else "coalesce(clickstream.event_name = 'page_view', false)" }}
            as is_page_view
    from clickstream
    left join paths
        on clickstream.page_path = paths.page_path
    {{ without_bots('clickstream') }}
)

select * from stg_clickstream
