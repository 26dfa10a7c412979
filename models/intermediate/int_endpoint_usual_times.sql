{{ config(
    materialized='incremental', incremental_strategy='rebuild_days',
    meta={'day': 'request_date', 'days_after': var('usual_days')}
) }}

with
requests as (
    select * from {{ ref('stg_api_logs') }}
    {{ of_days_to_rebuild('requested_at', 'request_date', days_before=var('usual_days')) }}
),

{{ usual_time('requests', 'service_name, endpoint', 'request_date', 'response_time_ms') }},

int_endpoint_usual_times as (select * from usual_times {{ of_days_to_rebuild('request_date', 'request_date') }})

select * from int_endpoint_usual_times
