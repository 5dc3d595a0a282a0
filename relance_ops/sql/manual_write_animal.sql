-- Write one field of some animals. Parameters: $field, $value (canonical text), $ids
update animal
set
    deceased_on = case when $field = 'deceased_on' then try_cast(nullif($value, '') as date) else deceased_on end,
    departed_on = case when $field = 'departed_on' then try_cast(nullif($value, '') as date) else departed_on end
where animal_id in (select unnest($ids::varchar[]))
