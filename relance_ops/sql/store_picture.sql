-- Keep one picture in the place of the one before.
-- Parameters: $name, $media, $content, $width, $height, $at (UTC), $by.
insert into picture (name, media, content, width, height, changed_at, changed_by)
values ($name, $media, $content, $width, $height, $at, $by)
on conflict (name) do update set
    media = excluded.media, content = excluded.content, width = excluded.width,
    height = excluded.height, changed_at = excluded.changed_at,
    changed_by = excluded.changed_by
