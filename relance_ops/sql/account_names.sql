-- How others sign the journal. Parameters: $login (whose own name does not count).
-- Columns: name.
select name from account where login <> $login order by name
