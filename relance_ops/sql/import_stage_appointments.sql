-- The good rows of the appointments file, whole: what the file says, else what is known already,
-- else the default. A column that the file lacks has no cell; an empty cell is ''.
-- Columns: line, key, then those of the table appointment.
create temp table import_staged as
with
wide as (
    select
        line,
        any_value(value) filter (name = 'appointment_id') as appointment_id,
        any_value(value) filter (name = 'client_id') as client_id,
        any_value(value) filter (name = 'animal_id') as animal_id,
        any_value(value) filter (name = 'starts_on') as starts_on
    from import_cell
    where line not in (select line from import_reject)
    group by line
)
select
    wide.line,
    wide.appointment_id as key,
    wide.appointment_id,
    wide.client_id,
    case when wide.animal_id is null then known.animal_id else nullif(wide.animal_id, '') end as animal_id,
    wide.starts_on::date as starts_on
from wide
left join appointment as known on known.appointment_id = wide.appointment_id
