-- What client $client_id has besides what reaches them.
-- Columns: archived, typed (fields that a person typed over the export)
select
    client.archived,
    coalesce((
        select list(field order by field)
        from manual_value
        where entity = 'client' and id = $client_id
    ), []) as typed
from client
where client_id = $client_id
order by client_id
