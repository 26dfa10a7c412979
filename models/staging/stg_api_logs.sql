with
api_logs as (select * from {{ ref('base_api_logs') }} where reject_reason is null),

stg_api_logs as (
    select
        requested_at,
        request_date,
        hour_at,
        service_name,
        endpoint,
        status_code,
        response_time_ms
    from api_logs
)

select * from stg_api_logs
