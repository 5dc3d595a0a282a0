-- Some animals that could be written about, with what was last done to them.
-- Parameters: $on (the clinic's day), $most (how many).
-- Columns: client_id, animal_id, name, species, act_type, label, family ('' three times
--   where nothing was ever done).
with latest as (
    select
        act.animal_id,
        arg_max(act.act_type, (act.performed_on, act.act_id)) as act_type
    from act
    where act.performed_on <= $on
    group by act.animal_id
)

select
    animal.client_id, animal.animal_id, animal.name, animal.species,
    coalesce(act_type.act_type, '') as act_type,
    coalesce(act_type.label, '') as label,
    coalesce(act_type.family, '') as family
from animal
join client on client.client_id = animal.client_id and not client.archived
left join latest on latest.animal_id = animal.animal_id
left join act_type on act_type.act_type = latest.act_type
where coalesce(animal.deceased_on, animal.departed_on) is null
order by animal.client_id, animal.animal_id
limit $most
