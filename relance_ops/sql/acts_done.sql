-- What was done to some animals over some days, by recall group.
--
-- Parameters
--   $animal_ids       whose acts
--   $since, $until    the days, both included
-- Columns: animal_id, recall_group, done_on
select act.animal_id, act_type.recall_group, act.performed_on as done_on
from act
join act_type on act_type.act_type = act.act_type
where act.animal_id in (select unnest($animal_ids::varchar[]))
    and act.performed_on between $since and $until
order by act.animal_id, act_type.recall_group, act.performed_on
