-- How far the reader came.
-- Parameters: $last_line (the number of the copy's own last line)
-- Columns
--   complete    the copy's own last line was seen: no quote was left open
--   next_line   the first physical line after everything that was read
--   broken      rows that could not be split, blank lines included
with
piece as (
    select line, list_sum(list_transform(fields, lambda field: len(field) - len(replace(field, chr(10), '')))) as breaks
    from import_row
    where line <> $last_line
    union all
    select
        regexp_extract(csv_line, '^-?\d+')::bigint as line,
        len(csv_line) - len(replace(csv_line, chr(10), '')) as breaks
    from import_broken
)
select
    exists (select 1 from import_row where line = $last_line) as complete,
    (select coalesce(max(line + breaks), 0) + 1 from piece)::bigint as next_line,
    (select count(*) from import_broken) as broken
order by complete
