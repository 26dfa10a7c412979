with
requests as (select * from {{ ref('stg_api_logs') }}),
targets as (select * from {{ ref('slo_targets') }}),

classify_outcomes as (
    select
        *,
        case
            when status_code is null then 'unknown'
            when status_code = 0 then 'no_response'
            when status_code = 429 then 'throttled'
            when status_code >= 500 then 'server_error'
            when status_code >= 400 then 'client_error'
            else 'success'
        end as outcome
    from requests
),

flag_errors as (
    select
        *,
        case when outcome <> 'unknown' then outcome <> 'success' end as is_error,
        {% if var('throttling_is_bad') -%}
        case when outcome <> 'unknown' then outcome in ('server_error', 'no_response', 'throttled') end as is_bad
        {%- else -%}
        case when outcome <> 'unknown' then outcome in ('server_error', 'no_response') end as is_bad
        {%- endif %}
    from classify_outcomes
),

apply_targets as (
    select
        flag_errors.*,
        coalesce(service_targets.latency_threshold_ms, default_targets.latency_threshold_ms) as latency_threshold_ms,
        coalesce(service_targets.apdex_ms, default_targets.apdex_ms) as apdex_ms
    from flag_errors
    left join targets as service_targets
        on flag_errors.service_name = service_targets.service_name
    left join targets as default_targets
        on default_targets.service_name = '*'
),

int_requests_classified as (
    select
        requested_at,
        request_date,
        hour_at,
        service_name,
        endpoint,
        status_code,
        response_time_ms,
        outcome,
        is_error,
        is_bad,
        not coalesce(is_bad, false) and response_time_ms > latency_threshold_ms as is_slow,
        -- a bad request is frustrated at any speed
        case
            when is_bad then 0.0
            when response_time_ms is null then null
            when response_time_ms <= apdex_ms then 1.0
            when response_time_ms <= 4 * apdex_ms then 0.5
            else 0.0
        end as apdex_points
    from apply_targets
)

select * from int_requests_classified
