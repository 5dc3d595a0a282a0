-- A value typed over the export wins while the export still says what it said: its cell
-- is dropped, as if the file did not have it. Both sides are canonical texts, '' is empty.
-- Parameters: $entity ('client', 'animal'), $key (the column that names it)
delete from import_cell
using import_cell as id, manual_value
where import_cell.line = id.line
    and id.name = $key
    and manual_value.entity = $entity
    and manual_value.id = id.value
    and manual_value.field = import_cell.name
    and coalesce(manual_value.exported, '') = import_cell.value
