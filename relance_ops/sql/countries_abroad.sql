-- Clients who live abroad: their numbers are read by their country's rules.
-- Columns: client_id, country (never FR).
select client_id, country
from client
where country <> 'FR'
order by client_id
