-- Move the numbers on. Parameters: $runs, $deliveries, $entries, $events: by how many.
-- Columns: the last ones taken.
select
    (select max(taken) from (select nextval('run_number') as taken from range($runs))) as run,
    (select max(taken) from (select nextval('delivery_number') as taken from range($deliveries)))
        as delivery,
    (select max(taken) from (select nextval('entry_number') as taken from range($entries)))
        as entry,
    (select max(taken) from (select nextval('event_number') as taken from range($events)))
        as event
