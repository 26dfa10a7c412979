{%- set rules = var('burn_rules') -%}
{%- set long_windows = rules | map(attribute='long_minutes') | list -%}
{%- set windows = (long_windows + rules | map(attribute='short_minutes') | list) | unique | sort -%}
with
-- an objective of 1 leaves no budget that could burn
slices as (select * from {{ ref('int_slo_slices') }} where objective < 1),

-- what every window holds at the end of each slice
count_per_window as (
    select
        service_name,
        slo,
        slice_at,
        objective,
        bad_count,
        {%- for minutes in windows %}
        {{ sum_of_last(minutes, 'valid_count', per='service_name, slo') }} as valid_{{ minutes }},
        {{ sum_of_last(minutes, 'bad_count', per='service_name, slo') }} as bad_{{ minutes }},
        {%- endfor %}
        sum(bad_count) over (partition by service_name, slo order by slice_at) as bad_so_far
    from slices
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
        bad_count,
        bad_so_far,
        {{ burn_rate('bad_' ~ long, 'valid_' ~ long, 'objective') }} as burn_rate,
        {{ factor }} as factor,
        {{ slice_end('slice_at', minutes_past=short) }} as held_until
    from count_per_window
    where
        bad_{{ long }} > {{ factor }} * (1 - objective) * valid_{{ long }}
        and bad_{{ short }} > {{ factor }} * (1 - objective) * valid_{{ short }}
        and valid_{{ long }} >= {{ var('burn_min_requests') }}
        and bad_{{ long }} >= {{ var('burn_min_bad') }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

join_rules as (
    select
        service_name,
        slo,
        severity,
        slice_at,
        bad_count,
        bad_so_far,
        max(burn_rate) as burn_rate,
        max(factor) as factor,
        max(held_until) as held_until
    from apply_rules
    group by all
),

-- the short window forgets what is older than itself: later firing is another alert
find_starts as (
    select
        *,
        case
            when slice_at <= max(held_until) over (
                partition by service_name, slo, severity order by slice_at
                rows between unbounded preceding and 1 preceding
            ) then 0
            else 1
        end as is_start
    from join_rules
),

number_alerts as (
    select
        *,
        sum(is_start) over (partition by service_name, slo, severity order by slice_at) as alert_number
    from find_starts
),

burn_alerts as (
    select
        concat_ws('|', service_name, slo, severity, cast({{ slice_end('min(slice_at)') }} as varchar)) as alert_id,
        service_name,
        slo,
        severity,
        {{ slice_end('min(slice_at)') }} as started_at,
        {{ slice_end('max(slice_at)', minutes_past=5) }} as ended_at,
        cast(max(burn_rate) as double) as peak_burn_rate,
        cast(max(factor) as double) as exceeded_factor,
        cast(max(bad_so_far) - min(bad_so_far - bad_count) as bigint) as bad_count
    from number_alerts
    group by service_name, slo, severity, alert_number
)

select * from burn_alerts
