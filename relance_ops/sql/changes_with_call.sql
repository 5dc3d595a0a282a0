-- What was typed over with a call, in the same instant, and not again since.
-- Parameters: $at (UTC), $by, $client_id, $animal_id: those of the call.
-- Columns: entity ('client', 'animal'), id, field, before (the import's canonical text).
with
typed as (
    select
        if(kind = 'client_field', 'client', 'animal') as entity,
        if(kind = 'client_field', client_id, animal_id) as id,
        subject as field, before, happened_at, who
    from event
    where (kind = 'client_field' and client_id = $client_id)
        or (kind = 'animal_field' and animal_id = $animal_id)
)
select entity, id, field, before
from typed
where happened_at = $at and who = $by
    and not exists (
        select 1
        from typed as later
        where later.entity = typed.entity and later.id = typed.id
            and later.field = typed.field and later.happened_at > $at
    )
order by entity, id, field
