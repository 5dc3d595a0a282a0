-- What came of calling some clients, the latest call first.
-- A call that somebody took back is marked in the journal and left out here.
-- Parameters: $client_ids (null for everyone), $call_id (null for all of theirs).
-- Columns: call_id, happened_at, who, client_id, animal_id, animal_name, recall_group,
--   anchor_id, outcome, note.
with
withdrawn as (
    select distinct note as call_id
    from event
    where kind = 'call' and after = 'withdrawn'
)
select
    call.call_id, call.happened_at, call.who, call.client_id, call.animal_id,
    coalesce(animal.name, '') as animal_name,
    call.recall_group, call.anchor_id, call.outcome, call.note
from call
left join animal on animal.animal_id = call.animal_id
anti join withdrawn on withdrawn.call_id = call.call_id::varchar
where ($client_ids is null or list_contains($client_ids::varchar[], call.client_id))
    and ($call_id is null or call.call_id = $call_id)
order by call.call_id desc
