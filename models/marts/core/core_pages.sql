with
page_aliases as (select * from {{ ref('pages') }}),
clicks as (select * from {{ ref('stg_clickstream') }}),
page_loads as (select * from {{ ref('stg_page_load_times') }}),
sessions as (select * from {{ ref('stg_session_tracking') }}),
steps as (select * from {{ ref('int_page_sequence_steps') }}),

deduplicate_aliases as (
    select
        page_key,
        min(page_name) as page_name,
        max(funnel_step) as funnel_step
    from page_aliases
    group by page_key
),

collect_page_keys as (
    select page_key from deduplicate_aliases
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
        collect_page_keys.page_key,
        coalesce(deduplicate_aliases.page_name, collect_page_keys.page_key) as page_name,
        deduplicate_aliases.funnel_step
    from collect_page_keys
    left join deduplicate_aliases
        on collect_page_keys.page_key = deduplicate_aliases.page_key
)

select * from core_pages
