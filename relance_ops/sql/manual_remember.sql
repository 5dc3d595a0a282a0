-- Remember what the export said under values about to be typed over it. Typing twice
-- keeps the first: what was typed before was never exported.
-- Parameters: $entity, $field, $at, $by; $ids and $values (what they hold now), one length
insert into manual_value (entity, id, field, exported, typed_at, typed_by)
select $entity, unnest($ids::varchar[]), $field, unnest($values::varchar[]), $at, $by
on conflict (entity, id, field) do update
set typed_at = excluded.typed_at, typed_by = excluded.typed_by
