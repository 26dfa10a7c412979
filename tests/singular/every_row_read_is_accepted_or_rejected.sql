-- Every row is accepted or in quality.rejected_rows with its reason; no row is silently dropped.
select
    input_table,
    input_table || ': ' || rows_read || ' rows read, but ' || rows_accepted || ' accepted and '
    || rows_rejected || ' rejected' as problem
from {{ ref('load_audit') }}
where rows_read <> rows_accepted + rows_rejected
