-- Fill the table from demo_rows, the frame registered under that name.
insert into act (
    act_id, animal_id, act_type, performed_on, due_on
)
select
    act_id, animal_id, act_type, performed_on, due_on
from demo_rows
order by act_id
