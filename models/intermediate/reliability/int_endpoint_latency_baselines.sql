{{ incremental_by_date('request_date', lookahead_days=setting('baseline_days')) }}

-- Method: rolling median of daily medians.
with
requests as (
    select * from {{ ref('stg_api_logs') }}
    {{ where_affected_dates('requested_at', 'request_date', lookback_days=setting('baseline_days')) }}
),

{{ baseline_latency('requests', 'service_name, endpoint', 'request_date', 'response_time_ms') }},

int_endpoint_latency_baselines as (select * from baselines {{ where_affected_dates('request_date', 'request_date') }})

select * from int_endpoint_latency_baselines
