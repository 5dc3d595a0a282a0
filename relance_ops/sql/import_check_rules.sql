-- Reject rules of an unknown act type, or with an unknown template.
-- Parameters: $templates (known names, or null not to check)
insert into import_reject (line, name, value, reason)
select line, 'act_type', left(act_type, 100), 'unknown_act_type'
from import_staged
where act_type not in (select act_type from act_type)
union all
select line, 'template', left(template, 100), 'unknown_template'
from import_staged
where template <> '' and not coalesce(list_contains($templates::varchar[], template), true)
order by 1, 2
