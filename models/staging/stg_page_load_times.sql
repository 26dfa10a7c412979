with
page_load_times as (
    {{ accepted_events('page_load_times') }}
),
paths as (select * from {{ ref('stg_page_paths') }}),

stg_page_load_times as (
    select
        page_load_times.loaded_at,
        page_load_times.load_date,
        page_load_times.hour_at,
        paths.page_key,
        page_load_times.load_time_ms
    from page_load_times
    left join paths
        on page_load_times.page_path = paths.page_path
)

select * from stg_page_load_times
