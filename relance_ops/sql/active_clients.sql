-- Everyone who may still be reminded: the clients that are not archived.
-- Columns: client_id
select client_id
from client
where not archived
order by client_id
