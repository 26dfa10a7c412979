{#- The baseline latency of a page or endpoint per day: the rolling median of its daily medians over the days before, so one
    slow day does not move it; null with too few such days. Ends in the CTE baselines. -#}
{% macro baseline_latency(observations, keys, day, milliseconds) -%}
daily_medians as (
    select
        {{ keys }},
        {{ day }},
        {{ percentile(milliseconds, 0.5) }} as median_ms
    from {{ observations }}
    group by all
),

baselines as (
    select
        {{ keys }},
        {{ day }},
        case
            when count(*) over (partition by {{ keys }} {{ days_before(day, setting('baseline_days')) }}) >= {{ setting('baseline_min_days') }}
                then {{ rolling_median('median_ms', keys, day, setting('baseline_days')) }}
        end as baseline_ms
    from daily_medians
)
{%- endmacro %}
