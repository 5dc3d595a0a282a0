-- Animal $animal_id with its client. Columns: name, client_id, client_name.
select
    animal.name, animal.client_id,
    trim(client.title || ' ' || client.first_name || ' ' || client.last_name) as client_name
from animal
join client on client.client_id = animal.client_id
where animal.animal_id = $animal_id
order by animal.animal_id
