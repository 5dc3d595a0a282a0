-- Which of some news were heard before.
-- Parameters: $source, $event_ids (list)
-- Columns: event_id
select event_id
from news
where source = $source and event_id in (select unnest($event_ids::varchar[]))
order by event_id
