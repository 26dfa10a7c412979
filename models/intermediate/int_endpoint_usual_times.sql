with
requests as (select * from {{ ref('stg_api_logs') }}),

{{ usual_time('requests', 'service_name, endpoint', 'request_date', 'response_time_ms') }},

int_endpoint_usual_times as (select * from usual_times)

select * from int_endpoint_usual_times
