-- Reminders of a period by act type, family and step; one that several channels carried
-- counts once. An act type bears the label it had in its latest reminder.
-- Parameters: $since, $until (days, both included).
-- Columns: those of statistics.ActVolume.
with
live as (
    select
        claim.animal_id, claim.recall_group, claim.anchor_id, claim.step, claim.act_type,
        claim.family, claim.label, claim.claimed_on
    from claim
    anti join (
        select delivery_id from ledger where state in ('voided', 'failed', 'bounced')
    ) as ended on ended.delivery_id = claim.delivery_id
    where claim.claimed_on between $since and $until
),
named as (
    select act_type, arg_max(label, claimed_on) as label
    from live
    group by act_type
)
select
    live.act_type,
    any_value(named.label) as label,
    coalesce(any_value(act_type.category), '') as category,
    live.family,
    live.step,
    count(distinct (live.animal_id, live.recall_group, live.anchor_id)) as reminders
from live
join named on named.act_type = live.act_type
left join act_type on act_type.act_type = live.act_type
group by live.act_type, live.family, live.step
order by live.act_type, live.family, live.step
