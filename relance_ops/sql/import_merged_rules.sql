-- The rules in force with the good rows of the file over them.
-- Columns: act_type, step, offset_days, valid_days, channels, paper_form, template,
-- active, active_from; then changed (new, or different from what is in force)
with
current_rule as (
    select act_type, step, offset_days, valid_days, channels, paper_form, template, active, active_from
    from rule
    where version = (select max(version) from rule_version)
),
good as (
    select act_type, step, offset_days, valid_days, channels, paper_form, template, active, active_from
    from import_staged
    where line not in (select line from import_reject)
),
different as (
    select * from good
    except
    select * from current_rule
)
select *, true as changed
from different
union all
select *, false as changed
from current_rule
where (act_type, step) not in (select (act_type, step) from different)
order by act_type, step
