-- When the list was last refreshed. Columns: refreshed_at (UTC; null: never).
select max(refreshed_at) as refreshed_at from refresh
