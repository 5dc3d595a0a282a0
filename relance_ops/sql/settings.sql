-- The clinic's settings as stored. No parameter. Columns: key, value.
select key, value from setting order by key
