{#- Metrics of a group of classified requests, the same at every grain. -#}
{% macro request_measures() -%}
        count(*) as request_count,
        count(*) filter (where outcome = 'success') as success_count,
        count(*) filter (where outcome = 'client_error') as client_error_count,
        count(*) filter (where outcome = 'throttled') as throttled_count,
        count(*) filter (where outcome = 'server_error') as server_error_count,
        count(*) filter (where outcome = 'no_response') as no_response_count,
        count(*) filter (where is_error) as error_count,
        {{ safe_divide('count(*) filter (where is_error)', 'count(is_error)') }} as error_rate,
        1 - {{ safe_divide('count(*) filter (where is_bad)', 'count(is_bad)') }} as availability,
        count(response_time_ms) as timed_count,
        {{ safe_divide(exact_sum('response_time_ms'), 'count(response_time_ms)') }} as avg_response_ms,
        {{ percentile('response_time_ms', 0.5) }} as p50_response_ms,
        {{ percentile('response_time_ms', 0.95) }} as p95_response_ms,
        {{ percentile('response_time_ms', 0.99) }} as p99_response_ms,
        {{ safe_divide('sum(apdex_points)', 'count(apdex_points)') }} as apdex
{%- endmacro %}
