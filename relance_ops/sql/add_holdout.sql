-- Record whom chance withheld and whom it let go; who is in it already stays as he is.
-- Parameters: $on (the run's day), $percent (how many are withheld), and one list per column.
insert into holdout (
    animal_id, recall_group, anchor_id, step, withheld, percent, drawn_on, rule_version, act_type
)
with
drawn as (
    select
        unnest($animal_ids::varchar[]) as animal_id,
        unnest($recall_groups::varchar[]) as recall_group,
        unnest($anchor_ids::varchar[]) as anchor_id,
        unnest($steps::integer[]) as step,
        unnest($withheld::boolean[]) as withheld,
        unnest($act_types::varchar[]) as act_type
)
select
    drawn.animal_id, drawn.recall_group, drawn.anchor_id, drawn.step, drawn.withheld, $percent, $on,
    (select coalesce(max(version), 0) from rule_version), drawn.act_type
from drawn
anti join holdout using (animal_id, recall_group, anchor_id, step)
order by drawn.animal_id, drawn.recall_group, drawn.anchor_id, drawn.step
