-- Forget the copy's own last line, and rows in which nothing is written (a spreadsheet
-- leaves many at its end).
-- Parameters: $last_line
delete from import_row
where line = $last_line or trim(array_to_string(fields, ''), chr(10) || chr(9) || chr(160) || ' ') = ''
