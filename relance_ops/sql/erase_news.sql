-- Forget the words and addresses of what came back from a client.
-- Parameter: $client_id
-- Columns: event_id
update news
set address = '', detail = ''
where
    client_id = $client_id
    or delivery_id in (select delivery_id from delivery where client_id = $client_id)
returning event_id
