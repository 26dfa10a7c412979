{{ config(
    materialized='incremental', incremental_strategy='rebuild_days',
    meta={'day': 'load_date', 'days_after': var('usual_days')}
) }}

with
page_loads as (
    select * from {{ ref('stg_page_load_times') }}
    {{ of_days_to_rebuild('loaded_at', 'load_date', days_before=var('usual_days')) }}
),

{{ usual_time('page_loads', 'page_key', 'load_date', 'load_time_ms') }},

int_page_usual_times as (select * from usual_times {{ of_days_to_rebuild('load_date', 'load_date') }})

select * from int_page_usual_times
