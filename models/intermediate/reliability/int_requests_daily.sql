{{ incremental_by_date('request_date') }}

with
requests as (
    select * from {{ ref('int_requests_classified') }}
    {{ where_affected_dates('requested_at', 'request_date') }}
),

int_requests_daily as (
    select
        request_date,
        count(*) as request_count,
        count(*) filter (where is_error) as error_count,
        count(*) filter (where not is_bad) as available_count,
        count(is_bad) as known_count,
        count(response_time_ms) as timed_count,
        {{ decimal_sum('response_time_ms') }} as response_ms,
        {{ percentile('response_time_ms', 0.95) }} as p95_response_ms
    from requests
    group by request_date
)

select * from int_requests_daily
