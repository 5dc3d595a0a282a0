-- What was done to the animals of client $client_id, the latest first.
-- Columns: animal_id, label, performed_on, due_on (typed by the vet, or null)
select act.animal_id, act_type.label, act.performed_on, act.due_on
from act
join act_type on act_type.act_type = act.act_type
where act.animal_id in (select animal_id from animal where client_id = $client_id)
order by act.performed_on desc, act_type.label, act.act_id desc
