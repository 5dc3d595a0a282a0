-- What became of each delivery, without who did it nor what a peer answered.
-- No parameter. Columns: as the table.
select
    entry_id, delivery_id, state, happened_at, '' as who, cause, not_before, first_page,
    last_page
from ledger
order by entry_id
