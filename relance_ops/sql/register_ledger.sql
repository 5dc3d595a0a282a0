-- What the ledger holds after line $entry, without any contact: for the register.
-- Parameter: $entry. Columns: entry_id, delivery_id, state, happened_at (UTC), who, cause,
--   reference, not_before (UTC or null), first_page, last_page.
select
    entry_id, delivery_id, state, happened_at, who, cause, reference, not_before,
    first_page, last_page
from ledger
where entry_id > $entry
order by entry_id
