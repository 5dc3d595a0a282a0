-- The export changed a field that somebody had typed over: it wins again.
-- Runs after the rows are merged. Parameters: $entity
delete from manual_value
using import_staged, import_cell
where manual_value.entity = $entity
    and manual_value.id = import_staged.key
    and import_cell.line = import_staged.line
    and import_cell.name = manual_value.field
    and coalesce(manual_value.exported, '') <> import_cell.value
    and import_staged.line not in (select line from import_reject)
