-- What $delivery_ids hold, without the animals' names. Parameter: $delivery_ids (list).
-- Columns: animal_id, recall_group, anchor_id, step, channel, attempt, delivery_id,
--   claimed_on, act_type, family, due_on, planned_on.
select
    animal_id, recall_group, anchor_id, step, channel, attempt, delivery_id, claimed_on,
    act_type, family, due_on, planned_on
from claim
semi join (select unnest($delivery_ids::bigint[]) as delivery_id) as wanted using (delivery_id)
order by delivery_id, animal_id, recall_group, anchor_id, step
