-- Each act type with its delay and the steps of the rules in force.
-- No parameter. Columns: act_type, label, delay (as written), steps (offsets in days from
--   the due date, in the order of the steps), by_state (for neutered animals only, or for
--   the others)
select
    act_type.act_type, act_type.label, act_type.delay,
    coalesce(
        list(rule.offset_days order by rule.step) filter (rule.step is not null), []
    ) as steps,
    act_type.neutered is not null as by_state
from act_type
left join rule
    on rule.act_type = act_type.act_type
    and rule.active
    and rule.version = (select max(version) from rule_version)
group by act_type.act_type, act_type.label, act_type.delay, act_type.neutered
order by act_type.act_type
