-- Reject animals of an unknown client, of one who asked to be forgotten, or not born yet.
-- Parameters: $on (the clinic's day)
insert into import_reject (line, name, value, reason)
select line, 'client_id', left(client_id, 100), 'unknown_client'
from import_staged
where client_id not in (select client_id from client)
union all
select line, 'client_id', left(client_id, 100), 'forgotten_client'
from import_staged
where client_id in (select client_id from forgotten)
union all
select line, 'birth_date', birth_date::varchar, 'birth_in_future'
from import_staged
where birth_date > $on
order by 1, 2
