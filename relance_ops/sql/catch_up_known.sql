-- How far the numbers of runs, deliveries, ledger and event are.
-- No parameter. Columns: sequence_name, last (0: none was taken).
select sequence_name, coalesce(last_value, 0) as last
from duckdb_sequences()
where sequence_name in ('run_number', 'delivery_number', 'entry_number', 'event_number')
order by sequence_name
