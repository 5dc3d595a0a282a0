-- Note what came of calling a client about one reminder.
-- Parameters: $at (UTC), $by, $client_id, $animal_id, $recall_group, $anchor_id,
--   $outcome, $note (one line).
-- Columns: call_id; no row when the client has no such animal.
insert into call (
    happened_at, who, client_id, animal_id, recall_group, anchor_id, outcome, note
)
select $at, $by, client_id, animal_id, $recall_group, $anchor_id, $outcome, $note
from animal
where animal_id = $animal_id and client_id = $client_id
returning call_id
