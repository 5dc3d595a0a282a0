-- Somebody has read a piece of news.
-- Parameters: $source, $event_id, $at (UTC), $by
-- Columns: event_id (no row: it was read already)
update news
set treated_at = $at, treated_by = $by
where source = $source and event_id = $event_id and treated_at is null
returning event_id
