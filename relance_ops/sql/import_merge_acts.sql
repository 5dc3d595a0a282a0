-- Load the good rows of the acts file that are new or different.
-- Columns: act_id, one row each
insert or replace into act (
    act_id, animal_id, act_type, performed_on, due_on
)
select
    act_id, animal_id, act_type, performed_on, due_on
from import_staged
where line not in (select line from import_reject)
except
select
    act_id, animal_id, act_type, performed_on, due_on
from act
returning act_id
