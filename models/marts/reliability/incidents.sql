with
slices as (select * from {{ ref('int_service_health_5m') }}),
usual_rates as (select * from {{ ref('int_service_baselines') }}),

count_hits as (
    {{ service_occurrences('slices') }}
),

judge_slices as (
    select
        count_hits.*,
        usual_rates.usual_rate,
        count_hits.hit_count >= {{ setting('incident_share') }} * count_hits.request_count as is_beyond,
        sum(count_hits.request_count) over (
            partition by count_hits.service_name, count_hits.kind
            order by count_hits.slice_at
        ) as requests_so_far
    from count_hits
    inner join usual_rates
        on
            count_hits.service_name = usual_rates.service_name
            and count_hits.kind = usual_rates.kind
            and cast(count_hits.slice_at as date) = usual_rates.date_day
),

look_back as (
    select
        *,
        {{ seconds_between(window_end_5m('lag(slice_at) over earlier'), 'slice_at') }} / 60 as gap_minutes,
        requests_so_far - request_count - lag(requests_so_far) over earlier as gap_requests
    from judge_slices
    where is_beyond
    window earlier as (
        partition by service_name, kind
        order by slice_at
    )
),

-- A short gap does not end an incident. Of a service that is seldom called, nor do a few good answers: the next
-- trouble shows when somebody calls again.
find_gaps as (
    select
        *,
        case
            when gap_requests > {{ setting('incident_gap_requests') }} then gap_minutes > {{ setting('incident_gap_minutes') }}
            else gap_minutes > {{ setting('incident_silence_minutes') }}
        end as is_apart
    from look_back
),

number_runs as (
    select
        *,
        count(case when is_apart then 1 end) over (
            partition by service_name, kind
            order by slice_at
        ) as run
    from find_gaps
),

find_runs as (
    select
        service_name,
        kind,
        min(slice_at) as started_at,
        max(slice_at) as last_slice_at
    from number_runs
    group by service_name, kind, run
    having
        count(*) >= case kind
            {%- for kind, least in setting('incident_min_windows').items() %}
            when '{{ kind }}' then {{ least }}
            {%- endfor %}
        end
),

measure_runs as (
    select
        runs.service_name,
        runs.kind,
        runs.started_at,
        {{ window_end_5m('runs.last_slice_at') }} as ended_at,
        cast(sum(slices.request_count) as bigint) as request_count,
        cast(sum(slices.hit_count) as bigint) as hit_count,
        cast(sum(slices.bad_count) as bigint) as failed_request_count,
        cast(sum(slices.throttled_count) as bigint) as throttled_count,
        cast(sum(slices.sluggish_count) as bigint) as sluggish_count,
        max({{ safe_divide('slices.bad_count', 'slices.request_count') }}) as peak_error_rate,
        max(slices.p95_response_ms) as peak_p95_ms,
        max(slices.usual_rate) as usual_rate
    from find_runs as runs
    inner join judge_slices as slices
        on
            runs.service_name = slices.service_name
            and runs.kind = slices.kind
            and slices.slice_at between runs.started_at and runs.last_slice_at
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
        sluggish_count,
        peak_error_rate,
        peak_p95_ms,
        usual_rate,
        {{ log_likelihood_ratio('hit_count', 'request_count', 'usual_rate') }} as evidence
    from measure_runs
    where
        hit_count >= {{ setting('incident_min_occurrences') }}
        and hit_count >= {{ setting('incident_share') }} * request_count
        and {{ log_likelihood_ratio('hit_count', 'request_count', 'usual_rate') }} >= {{ setting('min_llr') }}
)

select * from incidents
