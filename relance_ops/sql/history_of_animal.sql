-- What was sent about animal $animal_id, oldest first.
-- Columns: delivery_id, run_id, sent_on, channel, label, step, state, happened_at (UTC), reason
select
    claim.delivery_id, delivery.run_id, claim.claimed_on as sent_on, claim.channel,
    claim.label, claim.step, delivery_now.state, delivery_now.happened_at, delivery_now.reason
from claim
join delivery on delivery.delivery_id = claim.delivery_id
join delivery_now on delivery_now.delivery_id = claim.delivery_id
where claim.animal_id = $animal_id
order by claim.claimed_on, claim.delivery_id, claim.recall_group, claim.step
