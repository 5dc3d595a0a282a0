-- How the deliveries of run $run_id stand.
-- Columns: channel, state, n.
select delivery.channel, delivery_now.state, count(*) as n
from delivery
join delivery_now on delivery_now.delivery_id = delivery.delivery_id
where delivery.run_id = $run_id
group by delivery.channel, delivery_now.state
order by delivery.channel, delivery_now.state
