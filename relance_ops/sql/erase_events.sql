-- Forget the free words of the journal about a client and its animals; who did what, and
-- when, stays. For this only the journal is opened.
-- Parameter: $client_id
-- Columns: event_id
update event
set note = ''
where
    client_id = $client_id
    or animal_id in (select animal_id from animal where client_id = $client_id)
returning event_id
