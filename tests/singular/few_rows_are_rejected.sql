-- More rejected rows than the var max_rejected_share mean a broken export: numbers from its rest would mislead.
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

commonest_reasons as (
    select
        input_table,
        {{ ordered_listagg("reason || ' (' || row_count || ')'", ', ', 'reason_rank') }} as reasons
    from count_reasons
    where reason_rank <= 3
    group by input_table
)

select
    audit.input_table,
    audit.input_table || ': ' || round(100.0 * audit.rows_rejected / audit.rows_read, 1) || ' % of '
    || audit.rows_read || ' rows cannot be used (limit {{ 100 * var("max_rejected_share") }} %, '
    || 'var max_rejected_share); commonest reasons: ' || commonest_reasons.reasons
    || '. See quality.rejected_rows in the build database.' as problem
from audit
inner join commonest_reasons
    on audit.input_table = commonest_reasons.input_table
where audit.rows_rejected > {{ var('max_rejected_share') }} * audit.rows_read
