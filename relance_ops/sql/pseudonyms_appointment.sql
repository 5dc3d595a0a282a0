-- The appointments of clients that nobody knows.
--
-- Parameter: $key, the clinic's own, as hex. Columns: as the table.
select
    appointment_id,
    left(sha256($key || 'client' || client_id), 16) as client_id,
    left(sha256($key || 'animal' || animal_id), 16) as animal_id,
    starts_on
from appointment
order by appointment_id
