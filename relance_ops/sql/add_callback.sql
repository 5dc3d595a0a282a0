-- Keep what a gateway called us back with. Parameters: $source (its listener),
-- $received_at (UTC), $content (JSON).
insert into callback (source, received_at, content) values ($source, $received_at, $content)
