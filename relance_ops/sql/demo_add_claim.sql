-- Fill the table from demo_rows, the frame registered under that name.
insert into claim (
    animal_id, recall_group, anchor_id, step, channel, attempt, delivery_id, claimed_on,
    act_type, label, family, animal_name, due_on, planned_on
)
select
    animal_id, recall_group, anchor_id, step, channel, attempt, delivery_id, claimed_on,
    act_type, label, family, animal_name, due_on, planned_on
from demo_rows
order by delivery_id, animal_id, recall_group
