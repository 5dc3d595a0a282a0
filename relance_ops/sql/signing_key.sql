-- The key $name; no row before it was minted.
-- Columns: content
select content from secret_key where name = $name order by content
