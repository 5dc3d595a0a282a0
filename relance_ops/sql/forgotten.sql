-- Who of some clients is in the file and not forgotten in it.
-- Parameter: $client_ids
-- Columns: client_id
select client_id
from client
where
    client_id in (select unnest($client_ids))
    and client_id not in (select forgotten.client_id from forgotten)
order by client_id
