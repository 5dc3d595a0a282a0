-- The runs that $delivery_ids belong to. Parameter: $delivery_ids (list).
-- Columns: run_id, on_day, started_at (UTC), started_by, nonce, rule_version.
select run_id, on_day, started_at, started_by, nonce, rule_version
from run
semi join (
    select run_id from delivery where list_contains($delivery_ids::bigint[], delivery_id)
) as held using (run_id)
order by run_id
