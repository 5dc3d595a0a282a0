-- Forget the appointments of a client.
-- Parameter: $client_id
-- Columns: appointment_id
delete from appointment where client_id = $client_id returning appointment_id
