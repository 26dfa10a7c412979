{{ config(
    materialized='incremental', incremental_strategy='rebuild_days',
    meta={'day': 'date_day'}
) }}

with
clicks as (
    select * from {{ ref('stg_clickstream') }}
    {{ of_days_to_rebuild('clicked_at', 'click_date') }}
),

clicks_daily as (
    select
        click_date as date_day,
        page_key,
        element,
        count(*) as click_count,
        count(distinct user_key) as user_count
    from clicks
    group by all
)

select * from clicks_daily
