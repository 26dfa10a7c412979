with
components as (select * from {{ ref('int_kpi_components_daily') }}),

-- only days of both exports, and sessions that say how they ended
compare_days as (
    select
        date_day,
        max(case when kpi = 'order_conversion_rate' then numerator end) as order_count,
        max(case when kpi = 'session_conversion_rate' and denominator > 0 then numerator end) as completed_count
    from components
    where kpi in ('order_conversion_rate', 'session_conversion_rate')
    group by date_day
),

sum_days as (
    select
        sum(order_count) as order_count,
        sum(completed_count) as completed_count
    from compare_days
    where order_count is not null and completed_count is not null
),

order_match_findings as (
    select
        'orders_not_in_sessions' as kind,
        'orders' as subject,
        '' as detail,
        'share' as unit,
        {{ safe_divide('completed_count', 'order_count') }} as metric_value,
        {{ setting('order_match_share') }} as baseline_value,
        cast(completed_count as bigint) as occurrence_count,
        cast(order_count as bigint) as observation_count,
        '' as added_evidence
    from sum_days
    where
        order_count >= {{ setting('finding_min_observations') }}
        and (
            completed_count < {{ setting('order_match_share') }} * order_count
            or order_count < {{ setting('order_match_share') }} * completed_count
        )
)

select * from order_match_findings
