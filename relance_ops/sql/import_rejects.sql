-- Parameters: $most
-- Columns: line, name, value, reason, detail
select line, name, value, reason, detail
from import_reject
order by line, name, reason, detail
limit $most
