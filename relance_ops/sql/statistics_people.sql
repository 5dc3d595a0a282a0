-- A page of the clients named in $client_ids, by name.
-- Parameters: $client_ids (list), $limit, $offset.
-- Columns: client_id, client_name, city.
select client_id, trim(first_name || ' ' || last_name) as client_name, city
from client
where client_id in (select unnest($client_ids::varchar[]))
order by last_name, first_name, client_id
limit $limit offset $offset
