-- Remember that a client is forgotten; asked again, the first time stays.
-- Parameters: $client_id, $at (UTC), $by
-- Columns: client_id; no row when it was forgotten already.
insert into forgotten (client_id, forgotten_at, forgotten_by)
values ($client_id, $at, $by)
on conflict do nothing
returning client_id
