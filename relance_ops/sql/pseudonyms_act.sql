-- The acts as they are, of animals that nobody knows.
--
-- Parameter: $key, the clinic's own, as hex. Columns: as the table.
select
    act_id, left(sha256($key || 'animal' || animal_id), 16) as animal_id, act_type,
    performed_on, due_on
from act
order by animal_id, performed_on, act_id
