-- What was sent to a client, or is on its way: where its files are, and how it stands.
-- Parameter: $client_id
-- Columns: delivery_id, run_id, channel, state
select delivery.delivery_id, delivery.run_id, delivery.channel, delivery_now.state
from delivery
inner join delivery_now on delivery_now.delivery_id = delivery.delivery_id
where delivery.client_id = $client_id
order by delivery.delivery_id
