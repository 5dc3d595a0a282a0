-- The runs without who began them.
-- No parameter. Columns: as the table.
select
    run_id, on_day, started_at, '' as started_by, run_id::varchar as nonce, rule_version
from run
order by run_id
