-- Load the good rows of the appointments file that are new or different.
-- Columns: appointment_id, one row each
insert or replace into appointment (
    appointment_id, client_id, animal_id, starts_on
)
select
    appointment_id, client_id, animal_id, starts_on
from import_staged
where line not in (select line from import_reject)
except
select
    appointment_id, client_id, animal_id, starts_on
from appointment
returning appointment_id
