-- Calls of one gateway that were not heard yet.
-- Parameters: $source, $position (the last one heard)
-- Columns: callback_id, received_at (UTC), content
select callback_id, received_at, content
from callback
where source = $source and callback_id > $position
order by callback_id
