-- The good rows of the rules file, whole: what the file says, else what is known already,
-- else the default. A column that the file lacks has no cell; an empty cell is ''.
-- Columns: line, key, then those of the table rule but its version.
-- What is known already is the version in force.
create temp table import_staged as
with
wide as (
    select
        line,
        any_value(value) filter (name = 'act_type') as act_type,
        any_value(value) filter (name = 'step') as step,
        any_value(value) filter (name = 'offset_days') as offset_days,
        any_value(value) filter (name = 'valid_days') as valid_days,
        any_value(value) filter (name = 'channels') as channels,
        any_value(value) filter (name = 'paper_form') as paper_form,
        any_value(value) filter (name = 'template') as template,
        any_value(value) filter (name = 'active') as active,
        any_value(value) filter (name = 'active_from') as active_from
    from import_cell
    where line not in (select line from import_reject)
    group by line
)
select
    wide.line,
    wide.act_type || chr(31) || wide.step as key,
    wide.act_type,
    wide.step::integer as step,
    wide.offset_days::integer as offset_days,
    coalesce(wide.valid_days::integer, known.valid_days, 60) as valid_days,
    coalesce(wide.channels, known.channels, '') as channels,
    coalesce(wide.paper_form, known.paper_form, 'letter') as paper_form,
    coalesce(wide.template, known.template, '') as template,
    coalesce(wide.active::boolean, known.active, true) as active,
    case when wide.active_from is null then known.active_from else nullif(wide.active_from, '')::date end as active_from
from wide
left join rule as known
    on known.act_type = wide.act_type
    and known.step = wide.step::integer
    and known.version = (select max(version) from rule_version)
