with
requests as (select * from {{ ref('stg_api_logs') }}),
targets as (select * from {{ ref('slo_targets') }}),

name_outcomes as (
    select
        *,
        case
            when status_code = 0 then 'no_response'
            when status_code = 429 then 'throttled'
            when status_code >= 500 then 'server_error'
            when status_code >= 400 then 'client_error'
            else 'success'
        end as outcome
    from requests
),

judge_outcomes as (
    select
        *,
        outcome <> 'success' as is_error,
        {% if var('throttling_is_bad') -%}
        outcome in ('server_error', 'no_response', 'throttled') as is_bad
        {%- else -%}
        outcome in ('server_error', 'no_response') as is_bad
        {%- endif %}
    from name_outcomes
),

int_requests_classified as (
    select
        judge_outcomes.requested_at,
        judge_outcomes.request_date,
        judge_outcomes.hour_at,
        judge_outcomes.service_name,
        judge_outcomes.endpoint,
        judge_outcomes.status_code,
        judge_outcomes.response_time_ms,
        judge_outcomes.outcome,
        judge_outcomes.is_error,
        judge_outcomes.is_bad,
        (
            not judge_outcomes.is_bad
            and judge_outcomes.response_time_ms > coalesce(own.latency_threshold_ms, fallback.latency_threshold_ms)
        ) as is_slow,
        -- a bad request frustrates whatever its speed
        case
            when judge_outcomes.is_bad then 0.0
            when judge_outcomes.response_time_ms <= coalesce(own.apdex_ms, fallback.apdex_ms) then 1.0
            when judge_outcomes.response_time_ms <= 4 * coalesce(own.apdex_ms, fallback.apdex_ms) then 0.5
            else 0.0
        end as apdex_points
    from judge_outcomes
    left join targets as own
        on judge_outcomes.service_name = own.service_name
    left join targets as fallback
        on fallback.service_name = '*'
)

select * from int_requests_classified
