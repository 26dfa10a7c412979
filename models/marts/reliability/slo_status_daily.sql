with
slo_counts as (select * from {{ ref('int_slo_5m') }}),

sum_counts_per_day as (
    select
        {{ reporting_date('window_start') }} as date_day,
        service_name,
        slo,
        objective,
        window_days,
        cast(sum(valid_count) as bigint) as valid_count,
        cast(sum(bad_count) as bigint) as bad_count
    from slo_counts
    group by all
),

sum_counts_per_window as (
    select
        days.*,
        cast(sum(history.valid_count) as bigint) as window_valid_count,
        cast(sum(history.bad_count) as bigint) as window_bad_count
    from sum_counts_per_day as days
    inner join sum_counts_per_day as history
        on
            days.service_name = history.service_name
            and days.slo = history.slo
            and {{ add_days('days.date_day', '-days.window_days') }} < history.date_day
            and days.date_day >= history.date_day
    group by all
),

measure_error_budget as (
    select
        *,
        1 - {{ burn_rate('window_bad_count', 'window_valid_count', 'objective') }} as error_budget_remaining,
        {{ burn_rate('bad_count', 'valid_count', 'objective') }} as burn_rate_1d
    from sum_counts_per_window
),

slo_status_daily as (
    select
        date_day,
        service_name,
        slo,
        cast(objective as double) as objective,
        valid_count - bad_count as good_count,
        valid_count,
        {{ safe_divide('(valid_count - bad_count)', 'valid_count') }} as sli,
        window_bad_count,
        window_valid_count,
        error_budget_remaining,
        burn_rate_1d,
        case
            when error_budget_remaining <= 0 then 0
            -- at a burn rate of 1 a full budget lasts its whole window
            else {{ safe_divide('(error_budget_remaining * window_days * 24)', 'burn_rate_1d') }}
        end as hours_to_exhaustion
    from measure_error_budget
)

select * from slo_status_daily
