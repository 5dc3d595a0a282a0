-- Keep what happened in the demonstration's past runs, from demo_rows, the frame
-- registered under that name. Parameters: $who.
insert into ledger (
    entry_id, delivery_id, state, happened_at, who, cause, reason, first_page, last_page
)
select entry_id, delivery_id, state, happened_at, $who, cause, reason, first_page, last_page
from demo_rows
order by entry_id
