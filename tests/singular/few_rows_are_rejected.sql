-- More rejected rows than the var max_rejected_share mean a broken export: KPIs of the others would be misleading.
with
audit as (select * from {{ ref('load_audit') }}),
rejected as (select * from {{ ref('rejected_rows') }}),

count_reasons as (
    select
        input_table,
        reason,
        count(*) as row_count,
        row_number() over (partition by input_table order by count(*) desc, reason asc) as reason_rank
    from rejected
    group by input_table, reason
),

top_reasons as (
    select
        input_table,
        {{ ordered_listagg("reason || ' (' || row_count || ')'", ', ', 'reason_rank') }} as reasons
    from count_reasons
    where reason_rank <= 3
    group by input_table
)

select
    audit.input_table,
    audit.input_table || ': ' || {{ share_text(safe_divide('audit.rows_rejected', 'audit.rows_read')) }} || ' of '
    || audit.rows_read || ' rows were rejected (limit ' || {{ share_text(var('max_rejected_share')) }}
    || ', var max_rejected_share). Top reasons: ' || top_reasons.reasons
    || '. See quality.rejected_rows in the build database.' as problem
from audit
inner join top_reasons
    on audit.input_table = top_reasons.input_table
where audit.rows_rejected > {{ var('max_rejected_share') }} * audit.rows_read
