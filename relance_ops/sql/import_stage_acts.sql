-- The good rows of the acts file, whole: what the file says, else what is known already,
-- else the default. A column that the file lacks has no cell; an empty cell is ''.
-- Columns: line, key, then those of the table act.
create temp table import_staged as
with
wide as (
    select
        line,
        any_value(value) filter (name = 'act_id') as act_id,
        any_value(value) filter (name = 'animal_id') as animal_id,
        any_value(value) filter (name = 'act_type') as act_type,
        any_value(value) filter (name = 'performed_on') as performed_on,
        any_value(value) filter (name = 'due_on') as due_on
    from import_cell
    where line not in (select line from import_reject)
    group by line
)
select
    wide.line,
    wide.act_id as key,
    wide.act_id,
    wide.animal_id,
    wide.act_type,
    wide.performed_on::date as performed_on,
    case when wide.due_on is null then known.due_on else nullif(wide.due_on, '')::date end as due_on
from wide
left join act as known on known.act_id = wide.act_id
