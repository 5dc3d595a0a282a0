-- Keep the demonstration's past runs, from demo_rows, the frame registered under that name.
-- Parameters: $who.
insert into run (run_id, on_day, started_at, started_by, nonce, rule_version)
select run_id, on_day, started_at, $who, nonce, 1
from demo_rows
order by run_id
