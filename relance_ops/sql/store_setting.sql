-- Keep one setting. Parameters: $key, $value, $changed_at (UTC), $by.
insert into setting (key, value, changed_at, changed_by)
values ($key, $value, $changed_at, $by)
on conflict (key) do update set
    value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by
