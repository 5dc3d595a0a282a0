-- When the list was refreshed, without by whom.
-- No parameter. Columns: as the table.
select refreshed_at, '' as refreshed_by
from refresh
order by refreshed_at
