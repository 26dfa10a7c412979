{{ incremental_by_date('load_date', lookahead_days=setting('baseline_days')) }}

-- Method: rolling median of daily medians.
with
page_loads as (
    select * from {{ ref('stg_page_load_times') }}
    {{ where_affected_dates('loaded_at', 'load_date', lookback_days=setting('baseline_days')) }}
),

{{ baseline_latency('page_loads', 'page_key', 'load_date', 'load_time_ms') }},

int_page_load_baselines as (select * from baselines {{ where_affected_dates('load_date', 'load_date') }})

select * from int_page_load_baselines
