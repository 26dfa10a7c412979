{#- Before the build: stops if a var has a name that the project does not know, now or any more. dbt would ignore it silently. -#}
{% macro validate_var_names() %}
    {%- set renamed = {
        'anomaly_usual_swing': 'anomaly_noise_share', 'anomaly_min_events': 'anomaly_min_observations',
        'usual_days': 'baseline_days', 'usual_min_days': 'baseline_min_days', 'usual_min_events': 'baseline_min_observations',
        'least_rate': 'baseline_min_rate', 'sluggish_factor': 'slow_factor', 'shift_size': 'cusum_shift_share',
        'shift_evidence': 'min_llr', 'shift_min_excess': 'min_excess_occurrences', 'calm_evidence': 'recovery_llr',
        'calm_hours': 'recovery_hours', 'effect_hours': 'aftermath_hours', 'finding_gap_hours': 'event_gap_hours',
        'trace_hours_after': 'corroboration_hours_after', 'trace_evidence': 'corroboration_min_llr',
        'impact_spread': 'impact_z_score', 'incident_min_hits': 'incident_min_occurrences',
        'incident_min_slices': 'incident_min_windows',
    } -%}
    {%- for old, new in renamed.items() if execute and var(old, none) is not none -%}
        {{ exceptions.raise_compiler_error('The var ' ~ old ~ ' is now ' ~ new ~ '. Rename it and rerun `dbt build`.') }}
    {%- endfor -%}
    {#- only those of the command line, because a root project may have vars for other packages -#}
    {%- for name in invocation_args_dict.get('vars', {}) if execute and name not in known_vars() -%}
        {%- set similar = [] -%}
        {%- set letters, words = modules.re.findall('[a-z]', name | lower) | sort, modules.re.findall('[a-z]{5,}', name | lower) -%}
        {%- for known in known_vars() if known | replace('_', '') | sort == letters or words | select('in', known.split('_')) | list -%}
            {%- do similar.append(known) -%}
        {%- endfor -%}
        {{ exceptions.raise_compiler_error('Unknown var ' ~ name ~ '.'
            ~ (' Did you mean ' ~ similar | join(' or ') ~ '?' if similar) ~ ' Nothing was built or published.') }}
    {%- endfor -%}
{% endmacro %}

{#- The names that --vars may use. Jinja cannot read those of dbt_project.yml, so they are repeated here; a test compares them. -#}
{% macro known_vars() %}
    {%- set project_vars = [
        'raw_dir', 'incremental', 'source_timezone', 'source_encoding', 'export_settings', 'noted_rejected_share', 'max_rejected_share', 'hash_user_ids', 'lake',
        'marts_folder', 'as_of', 'headline_days', 'reporting_timezone', 'currency', 'funnel_steps', 'engaged_session_seconds',
        'good_load_ms', 'needs_improvement_load_ms', 'apdex_load_ms', 'recovery_window_hours', 'routes_with_ids', 'throttling_is_bad', 'burn_rules',
        'rating_min', 'rating_max', 'neutral_band', 'late_reply_hours',
    ] -%}
    {{ return(project_vars + setting() | list) }}
{% endmacro %}
