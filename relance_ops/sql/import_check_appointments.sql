-- Reject appointments of an unknown client or animal, or of one who asked to be forgotten.
insert into import_reject (line, name, value, reason)
select line, 'client_id', left(client_id, 100), 'unknown_client'
from import_staged
where client_id not in (select client_id from client)
union all
select line, 'client_id', left(client_id, 100), 'forgotten_client'
from import_staged
where client_id in (select client_id from forgotten)
union all
select line, 'animal_id', left(animal_id, 100), 'unknown_animal'
from import_staged
where animal_id is not null and animal_id not in (select animal_id from animal)
order by 1, 2
