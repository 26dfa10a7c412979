with
audit as (select * from {{ ref('load_audit') }}),
rejected as (select * from {{ ref('rejected_rows') }}),
period as (select * from {{ ref('int_reporting_period') }}),
pages as (select * from {{ ref('page_row_counts') }}),

rank_reasons as (
    select
        input_table,
        reason,
        row_number() over (partition by input_table order by count(*) desc, reason asc) as reason_rank
    from rejected
    group by input_table, reason
),

find_gaps as (
    select
        earlier.input_table,
        {{ ordered_listagg('later.input_table', ', ') }} as later_tables
    from audit as earlier
    inner join audit as later
        on earlier.last_event_at < later.first_event_at
    group by earlier.input_table
),

count_days as (
    select {{ days_between('first_date', 'last_date') }} + 1 as day_count
    from period
),

rank_unlisted_pages as (
    select
        *,
        row_number() over (partition by is_listed order by row_count desc, page_key asc) as page_rank
    from pages
),

count_unlisted_rows as (
    select
        {{ ordered_listagg(
            'case when not is_listed and page_rank <= 3 then page_key end', ', ', 'page_rank'
        ) }} as most_common,
        cast(coalesce(sum(row_count) filter (where not is_listed), 0) as bigint) as unlisted_count,
        cast(sum(row_count) as bigint) as row_count
    from rank_unlisted_pages
),

data_quality_findings as (
    select
        'input_absent' as kind,
        input_table as subject,
        '' as detail,
        cast(null as string) as unit,
        cast(null as double) as metric_value,
        cast(null as double) as baseline_value,
        cast(null as bigint) as occurrence_count,
        cast(null as bigint) as observation_count,
        '' as added_evidence
    from audit
    where status in ('absent', 'empty')
    union all
    select
        'rows_rejected' as kind,
        audit.input_table as subject,
        rank_reasons.reason as detail,
        'share' as unit,
        {{ safe_divide('audit.rows_rejected', 'audit.rows_read') }} as metric_value,
        {{ var('noted_rejected_share') }} as baseline_value,
        audit.rows_rejected as occurrence_count,
        audit.rows_read as observation_count,
        '' as added_evidence
    from audit
    inner join rank_reasons
        on
            audit.input_table = rank_reasons.input_table
            and rank_reasons.reason_rank = 1
    where {{ safe_divide('audit.rows_rejected', 'audit.rows_read') }} >= {{ var('noted_rejected_share') }}
    union all
    select
        'pages_unlisted' as kind,
        'pages' as subject,
        most_common as detail,
        'share' as unit,
        {{ safe_divide('unlisted_count', 'row_count') }} as metric_value,
        0.05 as baseline_value,
        unlisted_count as occurrence_count,
        row_count as observation_count,
        '' as added_evidence
    from count_unlisted_rows
    where row_count >= 30 and {{ safe_divide('unlisted_count', 'row_count') }} > 0.05
    union all
    select
        'inputs_apart' as kind,
        input_table as subject,
        later_tables as detail,
        null as unit,
        null as metric_value,
        null as baseline_value,
        null as occurrence_count,
        null as observation_count,
        '' as added_evidence
    from find_gaps
    union all
    select
        'history_short' as kind,
        'history' as subject,
        '' as detail,
        'days' as unit,
        day_count as metric_value,
        {{ setting('baseline_min_days') }} as baseline_value,
        null as occurrence_count,
        day_count as observation_count,
        '' as added_evidence
    from count_days
    where day_count <= {{ setting('baseline_min_days') }}
)

select * from data_quality_findings
