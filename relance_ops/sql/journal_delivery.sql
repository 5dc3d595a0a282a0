-- Delivery $delivery_id as it left.
-- Columns: delivery_id, run_id, client_id, client_name, channel, address, subject, body,
--   message_id, letter_number, sms_parts, cost_cents, rule_version
select
    delivery.delivery_id, delivery.run_id, delivery.client_id,
    trim(coalesce(client.last_name, '') || ' ' || coalesce(client.first_name, '')) as client_name,
    delivery.channel, delivery.address, delivery.subject, delivery.body,
    delivery.message_id, delivery.letter_number, delivery.sms_parts, delivery.cost_cents,
    run.rule_version
from delivery
join run on run.run_id = delivery.run_id
left join client on client.client_id = delivery.client_id
where delivery.delivery_id = $delivery_id
order by delivery.delivery_id
