-- $delivery_ids without their words and addresses. Parameter: $delivery_ids (list).
-- Columns: delivery_id, run_id, client_id, channel, language, message_id, letter_number,
--   sms_parts, cost_cents.
select
    delivery_id, run_id, client_id, channel, language, message_id, letter_number,
    sms_parts, cost_cents
from delivery
semi join (select unnest($delivery_ids::bigint[]) as delivery_id) as wanted using (delivery_id)
order by delivery_id
