-- Open a run. Parameters: $on, $started_at (UTC), $by, $nonce. Columns: run_id.
insert into run (run_id, on_day, started_at, started_by, nonce, rule_version)
select
    nextval('run_number'), $on, $started_at, $by, $nonce,
    (select coalesce(max(version), 0) from rule_version)
returning run_id
