-- Remember that the list was refreshed. Parameters: $refreshed_at (UTC), $by.
insert into refresh (refreshed_at, refreshed_by) values ($refreshed_at, $by)
