-- Appointments that are booked, the nearest first.
-- Parameters: $on, the clinic's day.
-- Columns: client_id, animal_id (null: any animal of the client), starts_on.
select client_id, animal_id, starts_on
from appointment
where starts_on >= $on
order by starts_on, appointment_id
