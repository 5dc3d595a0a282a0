-- What the register's deliveries hold; an animal or an act type that the file does not
-- know has no name. Parameters: one list per column, all of one length, in the order of
-- register_claim.sql.
with told as (
    select
        unnest($1::varchar[]) as animal_id, unnest($2::varchar[]) as recall_group,
        unnest($3::varchar[]) as anchor_id, unnest($4::integer[]) as step,
        unnest($5::varchar[]) as channel, unnest($6::integer[]) as attempt,
        unnest($7::bigint[]) as delivery_id, unnest($8::date[]) as claimed_on,
        unnest($9::varchar[]) as act_type, unnest($10::varchar[]) as family,
        unnest($11::date[]) as due_on, unnest($12::date[]) as planned_on
)
insert into claim (
    animal_id, recall_group, anchor_id, step, channel, attempt, delivery_id, claimed_on,
    act_type, label, family, animal_name, due_on, planned_on
)
select
    told.animal_id, told.recall_group, told.anchor_id, told.step, told.channel,
    told.attempt, told.delivery_id, told.claimed_on, told.act_type,
    coalesce(act_type.label, told.act_type), told.family, coalesce(animal.name, ''),
    told.due_on, told.planned_on
from told
left join act_type on act_type.act_type = told.act_type
left join animal on animal.animal_id = told.animal_id
