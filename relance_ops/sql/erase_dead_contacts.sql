-- Forget the addresses of a client that were refused for good.
-- Parameter: $client_id
-- Columns: form
delete from dead_contact where client_id = $client_id returning form
