-- How many deliveries the runs $run_ids claimed, by channel. Columns: run_id, channel, n
select run_id, channel, count(*) as n
from delivery
where list_contains($run_ids::bigint[], run_id)
group by run_id, channel
order by run_id, channel
