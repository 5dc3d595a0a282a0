-- The settings but those that say which clinic it is.
-- No parameter. Columns: as the table.
select key, value, changed_at, '' as changed_by
from setting
where not starts_with(key, 'clinic.')
order by key
