with
period as (select * from {{ ref('int_reporting_period') }}),

requests as (
    select requests.*
    from {{ ref('int_requests_classified') }} as requests
    cross join period
    where requests.request_date >= period.headline_start_date
),

measure_services as (
    select
        service_name,
        count(*) as request_count,
        count(*) filter (where is_error) as error_count,
        {{ safe_divide(exact_sum('response_time_ms'), 'count(*)') }} as avg_response_ms
    from requests
    group by service_name
),

measure_requests as (
    select
        count(*) as request_count,
        count(*) filter (where is_error) as error_count,
        count(*) filter (where not is_bad) as available_count,
        {{ safe_divide(exact_sum('response_time_ms'), 'count(*)') }} as avg_response_ms,
        {{ percentile('response_time_ms', 0.95) }} as p95_response_ms
    from requests
),

rank_slow_services as (
    select
        service_name,
        avg_response_ms
    from measure_services
    order by avg_response_ms desc, service_name asc
    limit 1
),

rank_failing_services as (
    select
        service_name,
        error_count
    from measure_services
    where error_count > 0
    order by error_count desc, service_name asc
    limit 1
),

rank_failing_endpoints as (
    select
        endpoint,
        count(*) as error_count
    from requests
    where is_error
    group by endpoint
    order by error_count desc, endpoint asc
    limit 1
),

headline_reliability as (
    {{ kpi_row('total_requests', 'request_count') }} from measure_requests
    union all
    {{ kpi_row('total_errors', 'error_count') }} from measure_requests
    union all
    {{ kpi_row('error_rate', numerator='error_count', denominator='request_count') }} from measure_requests
    union all
    {{ kpi_row('availability', numerator='available_count', denominator='request_count') }} from measure_requests
    union all
    {{ kpi_row('avg_response_ms', 'avg_response_ms') }} from measure_requests
    union all
    {{ kpi_row('p95_response_ms', 'p95_response_ms') }} from measure_requests
    union all
    {{ kpi_row('slowest_service', 'avg_response_ms', answer='service_name') }} from rank_slow_services
    union all
    {{ kpi_row('most_errors_service', 'error_count', answer='service_name') }} from rank_failing_services
    union all
    {{ kpi_row('most_errors_endpoint', 'error_count', answer='endpoint') }} from rank_failing_endpoints
)

select * from headline_reliability
