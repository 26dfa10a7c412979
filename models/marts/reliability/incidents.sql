-- Method: runs of 5-minute windows with a high share of failed or slow requests and a log-likelihood ratio (G-test).
with
health_windows as (select * from {{ ref('int_service_health_5m') }}),
baselines as (select * from {{ ref('int_service_baselines') }}),

count_occurrences as (
    select
        health_windows.*,
        baselines.kind,
        baselines.baseline_rate,
        -- requests with a known outcome, or a known time
        case baselines.kind
            when 'errors' then health_windows.known_count
            else health_windows.timed_count
        end as observation_count,
        case baselines.kind
            when 'errors' then health_windows.bad_count
            else health_windows.slow_vs_baseline_count
        end as occurrence_count
    from health_windows
    inner join baselines
        on
            health_windows.service_name = baselines.service_name
            and cast(health_windows.window_start as date) = baselines.date_day
),

count_so_far as (
    select
        *,
        sum(observation_count) over (
            partition by service_name, kind
            order by window_start
        ) as requests_so_far
    from count_occurrences
),

look_back as (
    select
        *,
        {{ seconds_between(window_end_5m('lag(window_start) over earlier'), 'window_start') }} / 60 as gap_minutes,
        requests_so_far - observation_count - lag(requests_so_far) over earlier as gap_requests
    from count_so_far
    where occurrence_count > 0 and occurrence_count >= {{ setting('incident_share') }} * observation_count
    window earlier as (
        partition by service_name, kind
        order by window_start
    )
),

-- A short gap does not end an incident. Neither do a few good responses of a service with little traffic: the next
-- failure shows with the next requests.
find_gaps as (
    select
        *,
        case
            when gap_requests > {{ setting('incident_gap_requests') }}
                then gap_minutes > {{ setting('incident_gap_minutes') }}
            else gap_minutes > {{ setting('incident_silence_minutes') }}
        end as is_apart
    from look_back
),

number_runs as (
    select
        *,
        count(case when is_apart then 1 end) over (
            partition by service_name, kind
            order by window_start
        ) as run
    from find_gaps
),

find_runs as (
    select
        service_name,
        kind,
        min(window_start) as started_at,
        max(window_start) as last_window_start
    from number_runs
    group by service_name, kind, run
    having
        count(*) >= case kind
            {%- for kind, min_windows in setting('incident_min_windows').items() %}
            when '{{ kind }}' then {{ min_windows }}
            {%- endfor %}
        end
),

measure_runs as (
    select
        runs.service_name,
        runs.kind,
        runs.started_at,
        {{ window_end_5m('runs.last_window_start') }} as ended_at,
        cast(sum(windows.observation_count) as bigint) as request_count,
        cast(sum(windows.occurrence_count) as bigint) as occurrence_count,
        cast(sum(windows.bad_count) as bigint) as failed_request_count,
        cast(sum(windows.throttled_count) as bigint) as throttled_count,
        cast(sum(windows.slow_vs_baseline_count) as bigint) as slow_vs_baseline_count,
        max({{ safe_divide('windows.bad_count', 'windows.known_count') }}) as peak_error_rate,
        max(windows.p95_response_ms) as peak_p95_ms,
        max(windows.baseline_rate) as baseline_rate
    from find_runs as runs
    inner join count_occurrences as windows
        on
            runs.service_name = windows.service_name
            and runs.kind = windows.kind
            and windows.window_start between runs.started_at and runs.last_window_start
    group by all
),

incidents as (
    select
        service_name || ' ' || kind || ' ' || {{ format_minute('started_at') }} as incident_id,
        service_name,
        kind,
        {{ reporting_date('started_at') }} as started_date,
        started_at,
        ended_at,
        {{ seconds_between('started_at', 'ended_at') }} / 60 as duration_minutes,
        request_count,
        failed_request_count,
        throttled_count,
        slow_vs_baseline_count as sluggish_count,
        peak_error_rate,
        peak_p95_ms,
        baseline_rate as usual_rate,
        {{ log_likelihood_ratio('occurrence_count', 'request_count', 'baseline_rate') }} as evidence
    from measure_runs
    where
        occurrence_count >= {{ setting('incident_min_occurrences') }}
        and occurrence_count >= {{ setting('incident_share') }} * request_count
        and {{ log_likelihood_ratio('occurrence_count', 'request_count', 'baseline_rate') }} >= {{ setting('min_llr') }}
)

select * from incidents
