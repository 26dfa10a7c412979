-- Every row is accepted, rejected with its reason, or counted for what it is; no row is silently dropped.
select
    input_table,
    input_table || ': ' || rows_read || ' rows read, but ' || rows_accepted || ' accepted, '
    || rows_rejected || ' rejected, ' || rows_superseded || ' superseded, ' || rows_merged || ' merged and '
    || rows_excluded || ' excluded' as problem
from {{ ref('load_audit') }}
where rows_read <> rows_accepted + rows_rejected + rows_superseded + rows_merged + rows_excluded
