-- Forget what was written to a client, and where to; day, channel, parts and cost stay.
-- Parameter: $client_id
-- Columns: delivery_id
update delivery
set address = '', subject = '', body = '', blocks = '[]', message_id = ''
where client_id = $client_id
returning delivery_id
