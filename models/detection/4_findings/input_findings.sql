with
audit as (select * from {{ ref('load_audit') }}),
unavailable as (select * from {{ ref('int_kpis_unavailable') }}),
input_columns as (select * from {{ ref('int_input_columns') }} where status = 'absent'),
carts as (select * from {{ ref('stg_cart_abandonment') }}),
orders as (select * from {{ ref('stg_orders') }}),
lost_values as (select * from {{ ref('stg_lost_values') }}),
volumes as (select * from {{ ref('input_volumes') }}),
derived as (select audit.* from audit where audit.export like 'derived from %'),

-- a column that no KPI needs is worth a word when the files have one that looks like it
list_absent_columns as (
    select
        input_columns.input_table || '.' || input_columns.column_name as subject,
        coalesce('; ' || max(input_columns.likely_name) || ' looks like it', '') as detail,
        count(unavailable.kpi) as kpi_count
    from input_columns
    left join unavailable
        on
            input_columns.input_table = unavailable.input_table
            and input_columns.column_name = unavailable.column_name
    where
        (unavailable.kpi is not null or input_columns.likely_name is not null)
        and input_columns.input_table not in (select derived.input_table from derived)
    group by input_columns.input_table, input_columns.column_name
),

list_amounts as (
    select currency, lacks_exchange_rate from carts
    union all
    select currency, lacks_exchange_rate from orders
),

count_amounts as (
    select
        *,
        count(*) over () as amount_count
    from list_amounts
),

input_findings as (
    select
        'column_absent' as kind,
        subject,
        detail,
        cast(null as string) as unit,
        cast(null as double) as metric_value,
        cast(null as double) as baseline_value,
        kpi_count as occurrence_count,
        kpi_count as observation_count,
        '' as added_evidence
    from list_absent_columns
    union all
    select
        'values_not_read' as kind,
        input_table || '.' || column_name as subject,
        '' as detail,
        'share' as unit,
        {{ safe_divide('lost_count', 'row_count') }} as metric_value,
        {{ var('noted_rejected_share') }} as baseline_value,
        lost_count as occurrence_count,
        row_count as observation_count,
        '' as added_evidence
    from lost_values
    where lost_count > 0 and {{ safe_divide('lost_count', 'row_count') }} >= {{ var('noted_rejected_share') }}
    union all
    select
        'rows_excluded' as kind,
        input_table as subject,
        'time zone' as detail,
        'share' as unit,
        {{ safe_divide('rows_excluded', 'rows_read') }} as metric_value,
        null as baseline_value,
        rows_excluded as occurrence_count,
        rows_read as observation_count,
        '' as added_evidence
    from audit
    where rows_excluded > 0 and rows_excluded >= {{ var('noted_rejected_share') }} * rows_read
    union all
    select
        'currency_without_rate' as kind,
        currency as subject,
        '' as detail,
        'share' as unit,
        {{ safe_divide('count(*) filter (where lacks_exchange_rate)', 'max(amount_count)') }} as metric_value,
        null as baseline_value,
        count(*) filter (where lacks_exchange_rate) as occurrence_count,
        max(amount_count) as observation_count,
        '' as added_evidence
    from count_amounts
    where lacks_exchange_rate
    group by currency
    union all
    select
        'input_behind' as kind,
        input_table as subject,
        '' as detail,
        'hours' as unit,
        last_event_age_hours as metric_value,
        allowed_hours as baseline_value,
        null as occurrence_count,
        null as observation_count,
        '' as added_evidence
    from volumes
    where last_event_age_hours > allowed_hours
    union all
    select
        'input_incomplete' as kind,
        input_table as subject,
        case when day_count = 1 then 'day' else 'two days' end as detail,
        'share' as unit,
        {{ safe_divide('row_count', 'expected_count') }} as metric_value,
        {{ setting('input_incomplete_share') }} as baseline_value,
        cast(row_count as bigint) as occurrence_count,
        cast(round(expected_count) as bigint) as observation_count,
        '' as added_evidence
    from volumes
    where row_count <= {{ setting('input_incomplete_share') }} * expected_count
    union all
    select
        'input_derived' as kind,
        input_table as subject,
        export as detail,
        cast(null as string) as unit,
        cast(null as double) as metric_value,
        null as baseline_value,
        rows_read as occurrence_count,
        rows_read as observation_count,
        case
            when input_table = 'session_tracking'
                then ' {{ derived_sessions_note() }}'
            else ''
        end
        || case
            when columns_absent like '%drop_off_page%'
                then ' No event shows an order: conversion, abandonment and drop-off pages are null.'
            else ''
        end as added_evidence
    from derived
    where rows_read > 0
)

select * from input_findings
