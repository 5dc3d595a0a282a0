-- The reminders that deliveries $delivery_ids hold, as they were claimed.
-- Columns: delivery_id, client_id, animal_id, animal_name, species, recall_group,
--   act_type, label, family, anchor_id, due_on, step, planned_on
select
    claim.delivery_id, delivery.client_id, claim.animal_id, claim.animal_name,
    coalesce(animal.species, 'other') as species, claim.recall_group, claim.act_type,
    claim.label, claim.family, claim.anchor_id, claim.due_on, claim.step, claim.planned_on
from claim
join delivery on delivery.delivery_id = claim.delivery_id
left join animal on animal.animal_id = claim.animal_id
where list_contains($delivery_ids::bigint[], claim.delivery_id)
order by claim.delivery_id, claim.animal_name, claim.animal_id, claim.due_on, claim.recall_group
