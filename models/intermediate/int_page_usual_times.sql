with
page_loads as (select * from {{ ref('stg_page_load_times') }}),

{{ usual_time('page_loads', 'page_key', 'load_date', 'load_time_ms') }},

int_page_usual_times as (select * from usual_times)

select * from int_page_usual_times
