-- The tables of this file, ours or another program's. No parameter. Column: table_name.
select table_name from duckdb_tables() where not internal order by table_name
