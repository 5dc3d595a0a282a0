-- What happened to delivery $delivery_id, in order.
-- Columns: state, happened_at (UTC), who, reason, reference
select state, happened_at, who, reason, reference
from ledger
where delivery_id = $delivery_id
order by entry_id
