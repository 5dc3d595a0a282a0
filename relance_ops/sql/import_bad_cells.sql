-- Reject the rows that have a cell which is not what its column holds.
insert into import_reject (line, name, value, reason)
select line, name, left(text, 100), reason
from import_cell
where reason <> ''
order by line, name
