with
page_load_times as (select * from {{ ref('base_page_load_times') }} where reject_reason is null),

stg_page_load_times as (
    select
        loaded_at,
        load_date,
        hour_at,
        page_key,
        load_time_ms
    from page_load_times
)

select * from stg_page_load_times
