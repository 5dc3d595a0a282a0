-- Load the good rows of the animals file that are new or different.
-- Columns: animal_id, one row each
insert or replace into animal (
    animal_id, client_id, name, species, breed, sex, neutered, birth_date, deceased_on,
    departed_on
)
select
    animal_id, client_id, name, species, breed, sex, neutered, birth_date, deceased_on,
    departed_on
from import_staged
where line not in (select line from import_reject)
except
select
    animal_id, client_id, name, species, breed, sex, neutered, birth_date, deceased_on,
    departed_on
from animal
returning animal_id
