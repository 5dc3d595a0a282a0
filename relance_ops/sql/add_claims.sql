-- Claim reminders for deliveries. The primary key refuses what is claimed already; a
-- reminder whose earlier deliveries were undone or refused gets the next attempt.
-- Parameters: $on (the run's day), and one list per column, all of one length.
with
wanted as (
    select
        unnest($animal_ids::varchar[]) as animal_id,
        unnest($recall_groups::varchar[]) as recall_group,
        unnest($anchor_ids::varchar[]) as anchor_id,
        unnest($steps::integer[]) as step,
        unnest($channels::varchar[]) as channel,
        unnest($delivery_ids::bigint[]) as delivery_id,
        unnest($act_types::varchar[]) as act_type,
        unnest($labels::varchar[]) as label,
        unnest($families::varchar[]) as family,
        unnest($animal_names::varchar[]) as animal_name,
        unnest($due_ons::date[]) as due_on,
        unnest($planned_ons::date[]) as planned_on
),
earlier as (
    select animal_id, recall_group, anchor_id, step, channel, max(attempt) as attempt
    from claim
    semi join wanted using (animal_id, recall_group, anchor_id, step, channel)
    group by animal_id, recall_group, anchor_id, step, channel
)
insert into claim (
    animal_id, recall_group, anchor_id, step, channel, attempt, delivery_id, claimed_on,
    act_type, label, family, animal_name, due_on, planned_on
)
select
    wanted.animal_id, wanted.recall_group, wanted.anchor_id, wanted.step, wanted.channel,
    coalesce(earlier.attempt, 0) + 1, wanted.delivery_id, $on,
    wanted.act_type, wanted.label, wanted.family, wanted.animal_name,
    wanted.due_on, wanted.planned_on
from wanted
left join earlier using (animal_id, recall_group, anchor_id, step, channel)
