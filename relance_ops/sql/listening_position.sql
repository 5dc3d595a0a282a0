-- Where the listener $source goes on; no row the first time.
-- Columns: position
select position from listening where source = $source order by position
