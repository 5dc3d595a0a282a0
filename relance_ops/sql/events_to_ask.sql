-- The journal as it may be asked about in SQL: all but who came in, or was turned away.
--
-- Columns: as the table.
select
    event_id, happened_at, who, kind, client_id, animal_id, subject, before, after, note
from event
where kind not in ('account', 'signed_in', 'sign_in_failed', 'signed_out')
order by event_id
