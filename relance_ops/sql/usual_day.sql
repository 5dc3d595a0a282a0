-- Deliveries on a usual day with a run: the median of the days since $since, before $on.
-- Columns: usual (null when there was no run).
select median(n) as usual
from (
    select run.on_day, count(*) as n
    from delivery
    join run on run.run_id = delivery.run_id
    where run.on_day >= $since and run.on_day < $on
    group by run.on_day
)
