-- Names for the animals of $animal_ids and their clients.
-- Parameters: $animal_ids (list).
-- Columns: animal_id, animal_name, client_name.
select animal.animal_id, animal.name as animal_name,
    trim(client.first_name || ' ' || client.last_name) as client_name
from animal
join client on client.client_id = animal.client_id
where animal.animal_id in (select unnest($animal_ids::varchar[]))
order by animal.animal_id
