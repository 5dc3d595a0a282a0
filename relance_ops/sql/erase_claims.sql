-- Forget the names of a client's animals in what was claimed for them.
-- Parameters: $client_id, $name
-- Columns: delivery_id
update claim
set animal_name = $name
where delivery_id in (select delivery_id from delivery where client_id = $client_id)
returning delivery_id
