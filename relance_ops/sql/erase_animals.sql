-- Leave of a client's animals what statistics are made of: species, sex, month of birth.
-- Parameters: $client_id, $name (what stands in the place of each name).
-- Columns: animal_id
update animal
set name = $name, breed = '', birth_date = date_trunc('month', birth_date)::date
where client_id = $client_id
returning animal_id
