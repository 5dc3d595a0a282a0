-- The good rows of the animals file, whole: what the file says, else what is known already,
-- else the default. A column that the file lacks has no cell; an empty cell is ''.
-- Columns: line, key, then those of the table animal.
create temp table import_staged as
with
wide as (
    select
        line,
        any_value(value) filter (name = 'animal_id') as animal_id,
        any_value(value) filter (name = 'client_id') as client_id,
        any_value(value) filter (name = 'name') as name,
        any_value(value) filter (name = 'species') as species,
        any_value(value) filter (name = 'breed') as breed,
        any_value(value) filter (name = 'sex') as sex,
        any_value(value) filter (name = 'neutered') as neutered,
        any_value(value) filter (name = 'birth_date') as birth_date,
        any_value(value) filter (name = 'deceased_on') as deceased_on,
        any_value(value) filter (name = 'departed_on') as departed_on
    from import_cell
    where line not in (select line from import_reject)
    group by line
)
select
    wide.line,
    wide.animal_id as key,
    wide.animal_id,
    wide.client_id,
    wide.name,
    coalesce(wide.species, known.species, 'other') as species,
    coalesce(wide.breed, known.breed, '') as breed,
    case when wide.sex is null then known.sex else nullif(wide.sex, '') end as sex,
    case when wide.neutered is null then known.neutered else nullif(wide.neutered, '')::boolean end as neutered,
    case when wide.birth_date is null then known.birth_date else nullif(wide.birth_date, '')::date end as birth_date,
    case when wide.deceased_on is null then known.deceased_on else nullif(wide.deceased_on, '')::date end as deceased_on,
    case when wide.departed_on is null then known.departed_on else nullif(wide.departed_on, '')::date end as departed_on
from wide
left join animal as known on known.animal_id = wide.animal_id
