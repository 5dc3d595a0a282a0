-- Runs of the register that the file lacks. Parameters: one list per column, all of one
-- length, in the order of register_run.sql.
insert into run (run_id, on_day, started_at, started_by, nonce, rule_version)
select * from (
    select
        unnest($1::bigint[]) as run_id, unnest($2::date[]), unnest($3::timestamp[]),
        unnest($4::varchar[]), unnest($5::varchar[]), unnest($6::integer[])
) as told
where told.run_id not in (select run_id from run)
