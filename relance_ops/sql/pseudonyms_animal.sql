-- The animals without their names; a breed is typed freely, so it is left out too.
--
-- Parameter: $key, the clinic's own, as hex. Columns: as the table.
select
    left(sha256($key || 'animal' || animal_id), 16) as animal_id,
    left(sha256($key || 'client' || client_id), 16) as client_id,
    'Animal ' || left(sha256($key || 'animal' || animal_id), 8) as name,
    species, sex, neutered, birth_date, deceased_on, departed_on
from animal
order by animal_id
