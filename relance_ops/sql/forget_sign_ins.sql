-- Remove doors that have closed by themselves. Parameters: $idle_since, $opened_since
-- (UTC), as in sign_in.sql.
delete from sign_in where seen_at <= $idle_since or opened_at <= $opened_since
