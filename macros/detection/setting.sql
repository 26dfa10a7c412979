{#- Settings of the detection that only `monitoring evaluate` should tune: a change shows in recall and false positives, not in one
    shop. `--vars` and the `overrides` of unit tests still reach each of them by its name. -#}
{% macro setting(name) %}
    {%- set defaults = {
        'baseline_weeks': 8,
        'baseline_min_weeks': 3,
        'anomaly_score': 3.5,
        'anomaly_noise_share': 0.1,
        'anomaly_min_observations': 10,
        'baseline_days': 28,
        'baseline_min_days': 7,
        'baseline_min_observations': 30,
        'baseline_min_rate': 0.005,
        'slow_factor': 2,
        'noticeable_response_ms': 300,
        'noticeable_load_ms': 1000,
        'burn_min_requests': 5,
        'burn_min_bad': 3,
        'incident_share': 0.2,
        'incident_gap_minutes': 10,
        'incident_gap_requests': 5,
        'incident_silence_minutes': 120,
        'incident_min_occurrences': 3,
        'incident_min_windows': {'errors': 2, 'latency': 3},
        'cusum_shift_share': 0.5,
        'min_llr': 13,
        'min_excess_occurrences': 3,
        'recovery_llr': 4,
        'recovery_hours': 48,
        'rage_click_seconds': 2,
        'aftermath_hours': {'page_exits': 1, 'sentiment_drop': 3, 'ticket_backlog': 48, 'sla_slide': 48},
        'event_gap_hours': 6,
        'corroboration_hours_after': 1,
        'corroboration_min_llr': 5,
        'impact_minutes_after': 30,
        'impact_z_score': 1.645,
    } -%}
    {{ return(var(name, defaults[name])) }}
{% endmacro %}
