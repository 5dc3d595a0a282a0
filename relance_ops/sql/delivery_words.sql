-- The words of deliveries $delivery_ids, as they were claimed.
-- Columns: delivery_id, run_id, client_id, channel, address, subject, body, blocks (JSON),
--   message_id, letter_number, on_day
select
    delivery.delivery_id, delivery.run_id, delivery.client_id, delivery.channel,
    delivery.address, delivery.subject, delivery.body, delivery.blocks,
    delivery.message_id, delivery.letter_number, run.on_day
from delivery
join run on run.run_id = delivery.run_id
where list_contains($delivery_ids::bigint[], delivery.delivery_id)
order by delivery.delivery_id
