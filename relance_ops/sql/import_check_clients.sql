-- Reject clients who asked to be forgotten.
insert into import_reject (line, name, value, reason)
select line, 'client_id', left(client_id, 100), 'forgotten_client'
from import_staged
where client_id in (select client_id from forgotten)
order by 1, 2
