-- The steps of the rules in force, with the template each one's words come from.
-- No parameter.
-- Columns: template ('' is the family's), family, label, step, active.
select rule.template, act_type.family, act_type.label, rule.step, rule.active
from rule
join act_type on act_type.act_type = rule.act_type
where rule.version = (select max(version) from rule_version)
order by act_type.label, rule.act_type, rule.step
