-- Move the sequences past the numbers that the demonstration used.
-- Parameters: $runs, $deliveries, $entries: how many of each. Columns: the last numbers.
select
    (select max(taken) from (select nextval('run_number') as taken from range($runs))) as run,
    (select max(taken) from (select nextval('delivery_number') as taken from range($deliveries)))
        as delivery,
    (select max(taken) from (select nextval('entry_number') as taken from range($entries)))
        as entry
