with
api_logs as (
    {{ accepted_events('api_logs') }}
),
routes as (select * from {{ ref('stg_routes') }}),

stg_api_logs as (
    select
        api_logs.requested_at,
        api_logs.request_date,
        api_logs.hour_at,
        case
            when api_logs.service_name = '(not recorded)' then coalesce(routes.service_name, api_logs.service_name)
            else api_logs.service_name
        end as service_name,
        routes.endpoint,
        api_logs.endpoint as endpoint_as_exported,
        api_logs.status_code,
        api_logs.response_time_ms
    from api_logs
    left join routes
        on api_logs.endpoint = routes.endpoint_as_exported
)

select * from stg_api_logs
