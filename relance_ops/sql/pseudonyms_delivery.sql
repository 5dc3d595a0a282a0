-- What left, without its words nor where it went.
--
-- Parameter: $key, the clinic's own, as hex. Columns: as the table.
select
    delivery_id, run_id, left(sha256($key || 'client' || client_id), 16) as client_id,
    channel, '' as address, language, '' as subject, '' as body, '[]' as blocks,
    letter_number, sms_parts, cost_cents
from delivery
order by delivery_id
