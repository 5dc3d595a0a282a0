-- Remember where a listener goes on next time.
-- Parameters: $source, $position, $heard_at (UTC)
insert into listening (source, position, heard_at)
values ($source, $position, $heard_at)
on conflict (source) do update set position = excluded.position, heard_at = excluded.heard_at
