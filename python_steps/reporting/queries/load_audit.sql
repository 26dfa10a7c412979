-- Rows read and rejected by input.
select
    input_table,
    status,
    rows_read,
    rows_rejected,
    first_event_at,
    last_event_at
from quality.load_audit
order by input_table
