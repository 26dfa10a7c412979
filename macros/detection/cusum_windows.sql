{#- Stretches in which something happened more often than usual: a cumulative sum chart (CUSUM; Page, Continuous
    Inspection Schemes, Biometrika 1954). Each hour of a stream (signal, subject, detail) adds the evidence for a
    shifted rate against the usual one, the log of their likelihoods' ratio; the sum never falls below 0. A shift is
    its way from 0 up to its peak, when that is at least the var min_llr. Quiet streams need no special
    case: few events are little evidence. Gives the CTEs up to find_shifts. -#}
{% macro cusum_windows(signals) -%}
{%- set stream = 'signal, subject, detail' -%}
count_days as (
    select
        {{ stream }},
        cast(hour_at as date) as date_day,
        sum(event_count) as event_count,
        sum(hit_count) as hit_count
    from {{ signals }}
    group by all
),

look_back as (
    select
        {{ stream }},
        date_day,
        sum(event_count) over days_before as usual_events,
        sum(hit_count) over days_before as usual_hits,
        count(*) over days_before as day_count
    from count_days
    window days_before as (
        partition by {{ stream }}
        {{ days_before('date_day', setting('baseline_days')) }}
    )
),

usual_rates as (
    select
        {{ stream }},
        date_day,
        {{ baseline_rate('usual_hits', 'usual_events') }} as usual_rate
    from look_back
    where day_count >= {{ setting('baseline_min_days') }} and usual_events >= {{ setting('baseline_min_observations') }}
),

weigh_hours as (
    select
        hours.*,
        usual_rates.usual_rate,
        usual_rates.usual_rate + {{ setting('cusum_shift_share') }} * (1 - usual_rates.usual_rate) as shifted_rate,
        hours.hit_count * ln(shifted_rate / usual_rates.usual_rate)
        + (hours.event_count - hours.hit_count) * ln((1 - shifted_rate) / (1 - usual_rates.usual_rate)) as evidence
    from {{ signals }} as hours
    inner join usual_rates
        on
            hours.signal = usual_rates.signal
            and hours.subject = usual_rates.subject
            and hours.detail = usual_rates.detail
            and cast(hours.hour_at as date) = usual_rates.date_day
),

-- days as usual end a shift, however strong it was: the next one is another
find_calm as (
    select
        *,
        evidence < 0 and sum(evidence) over (
            partition by {{ stream }}
            order by hour_at
            range between interval {{ setting('recovery_hours') }} hours preceding and current row
        ) < -{{ setting('recovery_llr') }} as is_calm
    from weigh_hours
),

number_stretches as (
    select
        *,
        count(case when is_calm then 1 end) over (
            partition by {{ stream }}
            order by hour_at
        ) as stretch
    from find_calm
),

add_up as (
    select
        *,
        sum(evidence) over (
            partition by {{ stream }}, stretch
            order by hour_at
        ) as total
    from number_stretches
),

-- the chart starts again from 0 at each new low of the sum
find_lows as (
    select
        *,
        least(0, coalesce(min(total) over (
            partition by {{ stream }}, stretch
            order by hour_at
            rows between unbounded preceding and 1 preceding
        ), 0)) as low
    from add_up
),

number_rises as (
    select
        *,
        total - low as height,
        count(case when total <= low then 1 end) over (
            partition by {{ stream }}, stretch
            order by hour_at
        ) as rise
    from find_lows
),

find_peaks as (
    select
        *,
        max(height) over (partition by {{ stream }}, stretch, rise) as peak,
        max_by(hour_at, height) over (partition by {{ stream }}, stretch, rise) as peak_at
    from number_rises
),

find_shifts as (
    select
        {{ stream }},
        min(hour_at) as started_at,
        {{ add_hours('max(hour_at)', 1) }} as ended_at,
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(hit_count) as bigint) as hit_count,
        {{ exact_sum('event_count * usual_rate') }} as expected_count,
        max(height) as evidence
    from find_peaks
    where peak >= {{ setting('min_llr') }} and total > low and hour_at <= peak_at
    group by {{ stream }}, stretch, rise
)
{%- endmacro %}
