-- Runs with letters or cards that nobody has confirmed yet, oldest first.
-- Columns: run_id, on_day, started_at (UTC), started_by.
select distinct run.run_id, run.on_day, run.started_at, run.started_by
from run
join delivery on delivery.run_id = run.run_id
join delivery_now on delivery_now.delivery_id = delivery.delivery_id
where delivery_now.state = 'awaiting'
order by run.run_id
