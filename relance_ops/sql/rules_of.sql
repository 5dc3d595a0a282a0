-- The rules of one published version.
-- Parameters: $version (null: the one in force)
-- Columns: act_type, step, offset_days, valid_days, channels, paper_form, template,
-- active, active_from
select act_type, step, offset_days, valid_days, channels, paper_form, template, active, active_from
from rule
where version = coalesce($version, (select max(version) from rule_version))
order by act_type, step
