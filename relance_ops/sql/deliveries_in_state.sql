-- Deliveries that stand in one of $states, oldest first.
-- Parameters: $states (list), $run_id (null for every run), $due_by (UTC; only those
--   that need not wait longer; null for all).
-- Columns: delivery_id, run_id, channel, letter_number, client_id, client_name, address,
--   state, happened_at, who, cause, reason, tried_at (null before it was handed), retries, first_page, last_page, on_day
select
    delivery.delivery_id, delivery.run_id, delivery.channel, delivery.letter_number,
    delivery.client_id,
    trim(coalesce(client.first_name, '') || ' ' || coalesce(client.last_name, '')) as client_name,
    delivery.address, delivery_now.state, delivery_now.happened_at, delivery_now.who,
    delivery_now.cause, delivery_now.reason, delivery_now.tried_at, delivery_now.retries,
    delivery_now.first_page, delivery_now.last_page, run.on_day
from delivery_now
join delivery on delivery.delivery_id = delivery_now.delivery_id
join run on run.run_id = delivery.run_id
left join client on client.client_id = delivery.client_id
where list_contains($states::varchar[], delivery_now.state)
    and ($run_id is null or delivery.run_id = $run_id)
    and ($due_by is null or delivery_now.not_before is null or delivery_now.not_before <= $due_by)
order by delivery.run_id, delivery.letter_number, delivery.delivery_id
