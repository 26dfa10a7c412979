{#- Before the build: stops if a var has a name of an earlier version, which would otherwise be ignored silently. -#}
{% macro validate_var_names() %}
    {%- set renamed = {
        'anomaly_usual_swing': 'anomaly_noise_share', 'anomaly_min_events': 'anomaly_min_observations',
        'usual_days': 'baseline_days', 'usual_min_days': 'baseline_min_days',
        'usual_min_events': 'baseline_min_observations', 'least_rate': 'baseline_min_rate',
        'sluggish_factor': 'slow_factor', 'shift_size': 'cusum_shift_share', 'shift_evidence': 'min_llr',
        'shift_min_excess': 'min_excess_occurrences', 'calm_evidence': 'recovery_llr', 'calm_hours': 'recovery_hours',
        'effect_hours': 'aftermath_hours', 'finding_gap_hours': 'event_gap_hours',
        'trace_hours_after': 'corroboration_hours_after', 'trace_evidence': 'corroboration_min_llr',
        'impact_spread': 'impact_z_score', 'incident_min_hits': 'incident_min_occurrences',
        'incident_min_slices': 'incident_min_windows',
    } -%}
    {%- for old, new in renamed.items() if execute and var(old, none) is not none -%}
        {{ exceptions.raise_compiler_error('The var ' ~ old ~ ' is now ' ~ new ~ '. Rename it and rerun `dbt build`.') }}
    {%- endfor -%}
{% endmacro %}
