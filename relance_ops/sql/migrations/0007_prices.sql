-- What a client pays for an act: known only where the export says it.

-- DuckDB adds no column with a check: the import refuses what is no price.
alter table act_type add column price_cents integer;   -- null: not known
