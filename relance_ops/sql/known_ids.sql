-- Which of $client_ids and $animal_ids the file knows. Parameters: both lists.
-- Column: id.
select client_id as id from client where list_contains($client_ids::varchar[], client_id)
union all
select animal_id as id from animal where list_contains($animal_ids::varchar[], animal_id)
order by id
