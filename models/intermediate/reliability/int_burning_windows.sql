{%- set rules = var('burn_rules') -%}
{%- set long_windows = rules | map(attribute='long_minutes') | list -%}
{%- set windows = (long_windows + rules | map(attribute='short_minutes') | list) | unique | sort -%}
{%- set longest_window_days = (windows | last / 1440) | round(0, 'ceil') | int -%}
{{ incremental_by_date('cast(window_start as date)', lookahead_days=longest_window_days) }}

-- Method: multiwindow, multi-burn-rate alerts (Google, The Site Reliability Workbook, chapter 5).
with
slo_windows as (
    select * from {{ ref('int_slo_5m') }}
    {{ where_affected_dates('window_start', 'cast(window_start as date)', lookback_days=longest_window_days) }}
),

-- each alert window, as of the end of every 5-minute window
count_per_alert_window as (
    select
        service_name,
        slo,
        window_start,
        {%- for minutes in windows %}
        {%- for count in ['valid', 'bad'] %}
        cast(sum({{ count }}_count) over (
            partition by service_name, slo
            order by window_start
            range between interval {{ minutes - 5 }} minute preceding and current row
        ) as bigint) as {{ count }}_{{ minutes }},
        {%- endfor %}
        {%- endfor %}
        objective
    from slo_windows
    -- an objective of 1 leaves no budget to burn
    where objective < 1
),

-- multiplied out, because decimals are exact: a burn rate at the factor is not above it
apply_rules as (
    {%- for rule in rules %}
    {%- set factor, long, short = rule.factor, rule.long_minutes, rule.short_minutes %}
    select
        service_name,
        slo,
        '{{ rule.severity }}' as severity,
        window_start,
        {{ burn_rate('bad_' ~ long, 'valid_' ~ long, 'objective') }} as burn_rate,
        {{ factor }} as factor,
        {{ window_end_5m('window_start', minutes_past=short) }} as held_until
    from count_per_alert_window
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
        window_start,
        cast(max(burn_rate) as double) as burn_rate,
        cast(max(factor) as double) as factor,
        max(held_until) as held_until
    from apply_rules
    {{ where_affected_dates('window_start', 'cast(window_start as date)') }}
    group by service_name, slo, severity, window_start
)

select * from int_burning_windows
