{%- set rules = var('burn_rules') -%}
{%- set long_windows = rules | map(attribute='long_minutes') | list -%}
{%- set windows = (long_windows + rules | map(attribute='short_minutes') | list) | unique | sort -%}
{%- set longest_window_days = (windows | last / 1440) | round(0, 'ceil') | int -%}
{{ incremental_by_date('cast(slice_at as date)', lookahead_days=longest_window_days) }}

with
slices as (
    select * from {{ ref('int_slo_5m') }}
    {{ where_affected_dates('slice_at', 'cast(slice_at as date)', lookback_days=longest_window_days) }}
),

-- what every window holds at the end of each slice
count_per_window as (
    select
        service_name,
        slo,
        slice_at,
        {%- for minutes in windows %}
        {{ sum_of_last(minutes, 'valid_count', per='service_name, slo') }} as valid_{{ minutes }},
        {{ sum_of_last(minutes, 'bad_count', per='service_name, slo') }} as bad_{{ minutes }},
        {%- endfor %}
        objective
    from slices
    -- an objective of 1 leaves no budget that could burn
    where objective < 1
),

-- multiplied out, for decimals are exact: a burn rate at the factor is not over it
apply_rules as (
    {%- for rule in rules %}
    {%- set factor, long, short = rule.factor, rule.long_minutes, rule.short_minutes %}
    select
        service_name,
        slo,
        '{{ rule.severity }}' as severity,
        slice_at,
        {{ burn_rate('bad_' ~ long, 'valid_' ~ long, 'objective') }} as burn_rate,
        {{ factor }} as factor,
        {{ window_end_5m('slice_at', minutes_past=short) }} as held_until
    from count_per_window
    where
        bad_{{ long }} > {{ factor }} * (1 - objective) * valid_{{ long }}
        and bad_{{ short }} > {{ factor }} * (1 - objective) * valid_{{ short }}
        and valid_{{ long }} >= {{ setting('burn_min_requests') }}
        and bad_{{ long }} >= {{ setting('burn_min_bad') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

int_burning_windows as (
    select
        service_name,
        slo,
        severity,
        slice_at,
        cast(max(burn_rate) as double) as burn_rate,
        cast(max(factor) as double) as factor,
        max(held_until) as held_until
    from apply_rules
    {{ where_affected_dates('slice_at', 'cast(slice_at as date)') }}
    group by service_name, slo, severity, slice_at
)

select * from int_burning_windows
