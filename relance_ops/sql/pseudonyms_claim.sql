-- What each delivery reminded of, for animals that nobody knows.
--
-- Parameter: $key, the clinic's own, as hex. Columns: as the table.
select
    left(sha256($key || 'animal' || animal_id), 16) as animal_id, recall_group, anchor_id,
    step, channel, attempt, delivery_id, claimed_on, act_type, label, family,
    'Animal ' || left(sha256($key || 'animal' || animal_id), 8) as animal_name,
    due_on, planned_on
from claim
order by delivery_id, animal_id, recall_group, anchor_id, step, channel, attempt
