-- Fill the table from demo_rows, the frame registered under that name.
insert into appointment (
    appointment_id, client_id, animal_id, starts_on
)
select
    appointment_id, client_id, animal_id, starts_on
from demo_rows
order by appointment_id
