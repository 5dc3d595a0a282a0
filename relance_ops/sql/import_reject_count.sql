-- Columns: rejects
select count(*) as rejects
from import_reject
order by rejects
