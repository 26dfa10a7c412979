{{ incremental_by_date('date_day') }}

with
clicks as (
    select * from {{ ref('stg_clickstream') }}
    {{ where_affected_dates('clicked_at', 'click_date') }}
),

clicks_daily as (
    select
        click_date as date_day,
        page_key,
        element,
        count(*) as click_count,
        count(distinct user_key) as user_count
    from clicks
    where not coalesce(is_page_view, false)
    group by all
)

select * from clicks_daily
