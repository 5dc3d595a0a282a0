-- Forget what the export said where a person typed something else about a client.
-- Parameter: $client_id
-- Columns: field
delete from manual_value
where
    (entity = 'client' and id = $client_id)
    or (entity = 'animal' and id in (select animal_id from animal where client_id = $client_id))
returning field
