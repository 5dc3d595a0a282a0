-- The animals of client $client_id, those that still come first.
-- Columns: animal_id, name, species, breed, sex, neutered, birth_date, deceased_on, departed_on
select animal_id, name, species, breed, sex, neutered, birth_date, deceased_on, departed_on
from animal
where client_id = $client_id
order by (deceased_on is not null or departed_on is not null), name, animal_id
