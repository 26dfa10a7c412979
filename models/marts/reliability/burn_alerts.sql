-- Method: multiwindow, multi-burn-rate alerts (Google, The Site Reliability Workbook, chapter 5).
with
burning as (select * from {{ ref('int_burning_windows') }}),
slo_windows as (select * from {{ ref('int_slo_5m') }}),

-- a rule that fires after its short window has passed starts another alert, because that window no longer has the first
find_starts as (
    select
        *,
        case
            when window_start <= max(held_until) over (
                partition by service_name, slo, severity order by window_start
                rows between unbounded preceding and 1 preceding
            ) then 0
            else 1
        end as is_start
    from burning
),

number_alerts as (
    select
        *,
        sum(is_start) over (partition by service_name, slo, severity order by window_start) as alert_number
    from find_starts
),

find_alerts as (
    select
        service_name,
        slo,
        severity,
        min(window_start) as first_window_start,
        max(window_start) as last_window_start,
        max(burn_rate) as peak_burn_rate,
        max(factor) as exceeded_factor
    from number_alerts
    group by service_name, slo, severity, alert_number
),

burn_alerts as (
    select
        concat_ws(
            '|', alerts.service_name, alerts.slo, alerts.severity,
            cast({{ window_end_5m('alerts.first_window_start') }} as string)
        ) as alert_id,
        alerts.service_name,
        alerts.slo,
        alerts.severity,
        {{ reporting_date('alerts.first_window_start') }} as started_date,
        {{ window_end_5m('alerts.first_window_start') }} as started_at,
        {{ window_end_5m('alerts.last_window_start', minutes_past=5) }} as ended_at,
        alerts.peak_burn_rate,
        alerts.exceeded_factor,
        cast(sum(slo_windows.bad_count) as bigint) as bad_count
    from find_alerts as alerts
    inner join slo_windows
        on
            alerts.service_name = slo_windows.service_name
            and alerts.slo = slo_windows.slo
            and slo_windows.window_start between alerts.first_window_start and alerts.last_window_start
    group by all
)

select * from burn_alerts
