-- Reminders that stand in two live deliveries on one channel for one step: none, ever.
-- Columns: animal_id, recall_group, anchor_id, step, channel, n.
select claim.animal_id, claim.recall_group, claim.anchor_id, claim.step, claim.channel, count(*) as n
from claim
anti join (
    select delivery_id from ledger where state in ('voided', 'failed', 'bounced')
) as ended on ended.delivery_id = claim.delivery_id
group by claim.animal_id, claim.recall_group, claim.anchor_id, claim.step, claim.channel
having count(*) > 1
order by claim.animal_id, claim.recall_group, claim.anchor_id, claim.step, claim.channel
