{#- What a page or endpoint usually takes, per day: the median of its daily medians over the days before
    (var baseline_days); null with fewer than baseline_min_days of them. One slow day does not move it. -#}
{% macro baseline_latency(events, keys, day, milliseconds) -%}
daily_medians as (
    select
        {{ keys }},
        {{ day }},
        {{ percentile(milliseconds, 0.5) }} as median_ms
    from {{ events }}
    group by all
),

look_back as (
    select
        {{ keys }},
        {{ day }},
        {{ rolling_median('median_ms', keys, day, setting('baseline_days')) }} as usual_ms,
        count(*) over (
            partition by {{ keys }}
            {{ days_before(day, setting('baseline_days')) }}
        ) as day_count
    from daily_medians
),

usual_times as (
    select
        {{ keys }},
        {{ day }},
        case when day_count >= {{ setting('baseline_min_days') }} then usual_ms end as usual_ms
    from look_back
)
{%- endmacro %}
