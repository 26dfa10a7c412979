with
page_load_times as (select * from {{ ref('base_page_load_times') }} where reject_reason is null),
pages as (select * from {{ ref('pages') }}),

clean_loads as (
    select
        loaded_at,
        {{ reporting_date('loaded_at') }} as load_date,
        cast(date_trunc('hour', loaded_at) as timestamp) as hour_at,
        {{ clean_page('page_url') }} as page,
        load_time_ms
    from page_load_times
),

stg_page_load_times as (
    select
        clean_loads.loaded_at,
        clean_loads.load_date,
        clean_loads.hour_at,
        coalesce(pages.page_key, clean_loads.page) as page_key,
        clean_loads.load_time_ms
    from clean_loads
    left join pages
        on clean_loads.page = pages.alias
)

select * from stg_page_load_times
