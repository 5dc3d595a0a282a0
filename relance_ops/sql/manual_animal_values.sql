-- What one field of some animals holds, as the import's canonical text.
-- Parameters: $field, $ids
-- Columns: id, value ('' is empty, dates are YYYY-MM-DD)
select
    animal_id as id,
    case $field
        when 'deceased_on' then coalesce(deceased_on::varchar, '')
        when 'departed_on' then coalesce(departed_on::varchar, '')
    end as value
from animal
semi join (select unnest($ids::varchar[]) as id) as wanted on wanted.id = animal.animal_id
order by animal_id
