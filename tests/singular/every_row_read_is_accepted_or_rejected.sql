-- A row is used, or it stands in quality.rejected_rows with its reason: nothing is lost in silence.
select
    input_table,
    input_table || ': ' || rows_read || ' rows read, but ' || rows_accepted || ' accepted and '
    || rows_rejected || ' rejected' as problem
from {{ ref('load_audit') }}
where rows_read <> rows_accepted + rows_rejected
