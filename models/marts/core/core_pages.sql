with
listed as (select * from {{ ref('pages') }}),
clicks as (select * from {{ ref('stg_clickstream') }}),
page_loads as (select * from {{ ref('stg_page_load_times') }}),
sessions as (select * from {{ ref('stg_session_tracking') }}),
steps as (select * from {{ ref('int_page_sequence_steps') }}),

name_listed as (
    select
        page_key,
        min(page_name) as page_name,
        max(funnel_step) as funnel_step
    from listed
    group by page_key
),

find_pages as (
    select page_key from name_listed
    union
    select page_key from clicks
    union
    select page_key from page_loads
    union
    select drop_off_page as page_key from sessions where drop_off_page is not null
    union
    select page_key from steps
),

core_pages as (
    select
        find_pages.page_key,
        coalesce(name_listed.page_name, find_pages.page_key) as page_name,
        name_listed.funnel_step
    from find_pages
    left join name_listed
        on find_pages.page_key = name_listed.page_key
)

select * from core_pages
