-- A value typed back to what the export says needs no guarding any more.
-- Parameters: $entity, $field, $value, $ids
delete from manual_value
where entity = $entity
    and field = $field
    and exported = $value
    and id in (select unnest($ids::varchar[]))
