with
aliases as (select * from {{ ref('pages') }}),
rules as (select * from {{ ref('page_rules') }}),
paths as (select * from {{ ref('stg_page_paths') }}),

list_names as (
    select
        page_key,
        page_name,
        funnel_step,
        true as is_alias
    from aliases
    union all
    select
        page_key,
        page_name,
        funnel_step,
        false as is_alias
    from rules
),

-- what the aliases say of a page comes before what the rules say
name_pages as (
    select
        page_key,
        coalesce(min(page_name) filter (where is_alias), min(page_name)) as page_name,
        coalesce(max(funnel_step) filter (where is_alias), max(funnel_step)) as funnel_step
    from list_names
    group by page_key
),

collect_page_keys as (
    select page_key from aliases
    union
    select page_key from paths
),

core_pages as (
    select
        collect_page_keys.page_key,
        coalesce(name_pages.page_name, collect_page_keys.page_key) as page_name,
        name_pages.funnel_step
    from collect_page_keys
    left join name_pages
        on collect_page_keys.page_key = name_pages.page_key
)

select * from core_pages
