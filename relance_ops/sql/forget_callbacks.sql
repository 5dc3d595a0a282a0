-- Remove calls that were heard. Parameters: $source, $position (the last one heard).
delete from callback where source = $source and callback_id <= $position
