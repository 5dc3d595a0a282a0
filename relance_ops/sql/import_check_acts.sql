-- Reject acts of an unknown animal or type, due before they were done, or named as the
-- anchor of an age ('birth').
insert into import_reject (line, name, value, reason)
select line, 'animal_id', left(animal_id, 100), 'unknown_animal'
from import_staged
where animal_id not in (select animal_id from animal)
union all
select line, 'act_type', left(act_type, 100), 'unknown_act_type'
from import_staged
where act_type not in (select act_type from act_type)
union all
select line, 'due_on', due_on::varchar, 'due_before_act'
from import_staged
where due_on < performed_on
union all
select line, 'act_id', act_id, 'reserved'
from import_staged
where act_id = 'birth'
order by 1, 2
