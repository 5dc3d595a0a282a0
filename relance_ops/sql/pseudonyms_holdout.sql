-- Whom chance withheld and whom it let go, of animals that nobody knows.
--
-- Parameter: $key, the clinic's own, as hex. Columns: as the table.
select
    left(sha256($key || 'animal' || animal_id), 16) as animal_id, recall_group, anchor_id,
    step, withheld, percent, drawn_on, rule_version, act_type
from holdout
order by animal_id, recall_group, anchor_id, step
