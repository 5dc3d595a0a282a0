-- The clinic's day of run $run_id. Column: on_day.
select on_day from run where run_id = $run_id order by run_id
