-- Addresses of client $client_id that a channel refused for good, the latest first.
-- Columns: form, address, reason, flagged_at (UTC)
select form, address, reason, flagged_at
from dead_contact
where client_id = $client_id
order by flagged_at desc, form, address
