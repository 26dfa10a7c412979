{#- Windows of hours in which something occurred more often than its baseline rate: a one-sided cumulative sum chart (CUSUM;
    Page, Continuous Inspection Schemes, Biometrika 1954). Each hour of a stream (signal, subject, detail) adds its
    log-likelihood ratio of an elevated rate to the baseline rate; the sum never falls below 0. A change window runs from where
    the sum leaves 0 up to its peak, when the peak reaches min_llr. Streams of low volume need no special case: few
    observations give a low ratio. Ends in the CTE change_windows. -#}
{% macro cusum_windows(signals) -%}
{%- set stream = 'signal, subject, detail' -%}
{%- set in_chart = 'partition by ' ~ stream ~ ', chart order by hour_at' -%}
count_per_day as (
    select
        {{ stream }},
        cast(hour_at as date) as date_day,
        sum(observation_count) as observation_count,
        sum(occurrence_count) as occurrence_count
    from {{ signals }}
    group by all
),

look_back as (
    select
        {{ stream }},
        date_day,
        {{ baseline_rate('sum(occurrence_count) over earlier', 'sum(observation_count) over earlier') }} as baseline_rate,
        sum(observation_count) over earlier as baseline_observations,
        count(*) over earlier as baseline_days
    from count_per_day
    window earlier as (
        partition by {{ stream }}
        {{ days_before('date_day', setting('baseline_days')) }}
    )
),

score_hours as (
    select
        hours.*,
        baselines.baseline_rate,
        baselines.baseline_rate + {{ setting('cusum_shift_share') }} * (1 - baselines.baseline_rate) as shifted_rate,
        hours.occurrence_count * ln(shifted_rate / baselines.baseline_rate)
        + (hours.observation_count - hours.occurrence_count)
        * ln((1 - shifted_rate) / (1 - baselines.baseline_rate)) as llr
    from {{ signals }} as hours
    inner join look_back as baselines
        on
            hours.signal = baselines.signal
            and hours.subject = baselines.subject
            and hours.detail = baselines.detail
            and cast(hours.hour_at as date) = baselines.date_day
            and baselines.baseline_days >= {{ setting('baseline_min_days') }}
            and baselines.baseline_observations >= {{ setting('baseline_min_observations') }}
),

-- days at the baseline rate end a change window, however high its peak was: what follows is a new one
find_recoveries as (
    select *, llr < 0 and sum(llr) over (
        partition by {{ stream }} order by hour_at
        range between interval {{ setting('recovery_hours') }} hours preceding and current row
    ) < -{{ setting('recovery_llr') }} as is_recovered
    from score_hours
),

number_charts as (
    select *, count(case when is_recovered then 1 end) over (partition by {{ stream }} order by hour_at) as chart
    from find_recoveries
),

cumulate as (
    select *, sum(llr) over ({{ in_chart }}) as total
    from number_charts
),

-- each new minimum of the total is where the sum of the chart is 0
find_minimums as (
    select *, least(0, coalesce(min(total) over ({{ in_chart }} rows between unbounded preceding and 1 preceding), 0)) as minimum
    from cumulate
),

number_rises as (
    select *, total - minimum as height, count(case when total <= minimum then 1 end) over ({{ in_chart }}) as rise
    from find_minimums
),

find_peaks as (
    select
        *,
        max(height) over (partition by {{ stream }}, chart, rise) as peak,
        max_by(hour_at, height) over (partition by {{ stream }}, chart, rise) as peak_at
    from number_rises
),

change_windows as (
    select
        {{ stream }},
        min(hour_at) as started_at,
        {{ add_hours('max(hour_at)', 1) }} as ended_at,
        cast(sum(observation_count) as bigint) as observation_count,
        cast(sum(occurrence_count) as bigint) as occurrence_count,
        {{ exact_sum('observation_count * baseline_rate') }} as expected_count,
        max(height) as llr
    from find_peaks
    where peak >= {{ setting('min_llr') }} and total > minimum and hour_at <= peak_at
    group by {{ stream }}, chart, rise
)
{%- endmacro %}
