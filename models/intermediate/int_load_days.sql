{{ config(
    materialized='incremental', incremental_strategy='rebuild_days',
    meta={'day': 'load_date'}
) }}

with
page_loads as (
    select * from {{ ref('stg_page_load_times') }}
    {{ of_days_to_rebuild('loaded_at', 'load_date') }}
),

int_load_days as (
    select
        load_date,
        {{ percentile('load_time_ms', 0.75) }} as p75_load_ms
    from page_loads
    group by load_date
)

select * from int_load_days
