with
burning as (select * from {{ ref('int_burning_windows') }}),
slices as (select * from {{ ref('int_slo_5m') }}),

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
    from burning
),

number_alerts as (
    select
        *,
        sum(is_start) over (partition by service_name, slo, severity order by slice_at) as alert_number
    from find_starts
),

find_alerts as (
    select
        service_name,
        slo,
        severity,
        min(slice_at) as first_slice_at,
        max(slice_at) as last_slice_at,
        max(burn_rate) as peak_burn_rate,
        max(factor) as exceeded_factor
    from number_alerts
    group by service_name, slo, severity, alert_number
),

burn_alerts as (
    select
        concat_ws(
            '|', alerts.service_name, alerts.slo, alerts.severity,
            cast({{ window_end_5m('alerts.first_slice_at') }} as string)
        ) as alert_id,
        alerts.service_name,
        alerts.slo,
        alerts.severity,
        {{ reporting_date('alerts.first_slice_at') }} as started_date,
        {{ window_end_5m('alerts.first_slice_at') }} as started_at,
        {{ window_end_5m('alerts.last_slice_at', minutes_past=5) }} as ended_at,
        alerts.peak_burn_rate,
        alerts.exceeded_factor,
        cast(sum(slices.bad_count) as bigint) as bad_count
    from find_alerts as alerts
    inner join slices
        on
            alerts.service_name = slices.service_name
            and alerts.slo = slices.slo
            and slices.slice_at between alerts.first_slice_at and alerts.last_slice_at
    group by all
)

select * from burn_alerts
