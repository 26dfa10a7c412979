{#- Settings of the detection, each as (default, meaning). Only `monitoring evaluate` should tune them, because a change shows in
    recall and false positives and not in one shop. `--vars` and the `overrides` of unit tests reach each of them by name.
    Without a name: all of them. -#}
{% macro setting(name=none) %}
    {%- set settings = {
        'baseline_days': (28, 'days before a day that form its baseline'),
        'baseline_min_days': (7, 'days with data that a baseline needs'),
        'baseline_min_observations': (30, 'observations that a baseline rate needs'),
        'baseline_min_rate': (0.005, 'lowest baseline rate: unobserved does not mean impossible'),
        'slow_factor': (2, 'slower than this many times the baseline is slow'),
        'noticeable_response_ms': (300, 'a response up to this is never slow'),
        'noticeable_load_ms': (1000, 'a page load up to this is never slow'),
        'rage_click_seconds': (2, 'longest pause between two clicks of the same burst'),
        'cusum_shift_share': (0.5, 'how far from the baseline rate toward 1 the elevated rate of the chart is'),
        'min_llr': (13, 'log-likelihood ratio that a change window or an incident needs'),
        'min_excess_occurrences': (3, 'occurrences above the expected number that a change window needs'),
        'recovery_llr': (4, 'a change window ends when the ratio of the last hours falls below minus this'),
        'recovery_hours': (48, 'hours over which a recovery is measured'),
        'incident_share': (0.2, 'share of failed or slow requests from which a 5-minute window is part of an incident'),
        'incident_min_windows': ({'errors': 2, 'latency': 3}, 'windows at or above that share that an incident needs'),
        'incident_min_occurrences': (3, 'failed or slow requests that an incident needs'),
        'incident_gap_minutes': (10, 'a longer gap ends an incident'),
        'incident_gap_requests': (5, 'a gap with up to this many requests counts as low traffic'),
        'incident_silence_minutes': (120, 'a gap of low traffic ends an incident only when it is longer than this'),
        'burn_min_requests': (5, 'requests that the long window of a burn rate alert needs'),
        'burn_min_bad': (3, 'bad requests that a burn rate alert or an exhausted error budget needs'),
        'event_gap_hours': (6, 'changes at one place up to this far apart are one event'),
        'aftermath_hours': (
            {'page_exits': 1, 'sentiment_drop': 3, 'ticket_backlog': 48, 'sla_slide': 48},
            'hours after a service incident or page problem in which a change in behavior is still attributed to it'
        ),
        'corroboration_hours_after': (1, 'hours after an event in which another signal still corroborates it'),
        'corroboration_min_llr': (5, 'log-likelihood ratio that a corroborating signal needs'),
        'impact_minutes_after': (30, 'minutes after an event in which a lost cart still counts toward it'),
        'impact_z_score': (1.645, 'standard deviations on each side of the estimated impact: a 90% interval'),
        'baseline_weeks': (8, 'weeks before an hour that form its baseline'),
        'baseline_min_weeks': (3, 'weeks with data that this baseline needs'),
        'input_behind_hours': (72, 'hours by which an input ends before the others when a finding names it'),
        'input_delay_hours': (3, 'an input that ends more than this before the events of another is not known to have none'),
        'bot_clicks_per_hour': (1200, 'clicks in an hour above which a user is a bot'),
        'bot_sessions_per_hour': (60, 'sessions in an hour above which a user is a bot'),
        'repeated_min_rows': (5, 'distinct rows that an hour needs before equal rows are copies'),
        'repeated_share': (0.9, 'share of the rows of an hour that are repeated when the hour was delivered more than once'),
        'finding_min_observations': (30, 'observations that a missed target or a top issue needs'),
        'noted_share': (0.05, 'share of tickets without a target, or of texts that cannot be read, from which a finding reports them'),
        'anomaly_score': (3.5, 'robust z-score beyond which an hour is an anomaly'),
        'anomaly_noise_share': (0.1, 'share of the expected value that is ordinary variation'),
        'anomaly_min_observations': (10, 'observations that an hourly percentile needs'),
    } -%}
    {{ return(var(name, settings[name][0]) if name else settings) }}
{% endmacro %}
