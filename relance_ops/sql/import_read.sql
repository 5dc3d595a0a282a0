-- Read a numbered copy of a CSV whole into the temporary table import_row, with DuckDB's
-- own reader; what it cannot split goes to its table import_broken.
-- Parameters
--   $path, $delimiter
--   $columns        {c0: 'VARCHAR', c1: …}: the number of the line, then the file's own
--   $column_names   the same names as a list
--   $longest_row    characters; $most_broken: rows kept in import_broken
-- Columns: line, fields. A line break inside quotes is followed by its line's number,
-- which is taken out again. Not in parallel: one reader keeps rows and errors in step.
create temp table import_row as
select
    c0::bigint as line,
    list_transform(
        [*columns(* exclude c0)],
        lambda field: case
            when contains(field, chr(10))
                then regexp_replace(field, '\n\d+[,;\t]', chr(10), 'g')
            else field
        end
    ) as fields
from read_csv(
    $path,
    auto_detect = false,
    columns = $columns,
    delim = $delimiter,
    quote = '"',
    escape = '"',
    new_line = '\n',
    header = false,
    force_not_null = $column_names,
    max_line_size = $longest_row,
    parallel = false,
    store_rejects = true,
    rejects_table = 'import_broken',
    rejects_scan = 'import_scan',
    rejects_limit = $most_broken
)
