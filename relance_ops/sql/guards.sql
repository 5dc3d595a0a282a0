-- How many triggers keep this file's lines. No parameter. Column: n.
select count(*) as n from duckdb_triggers()
