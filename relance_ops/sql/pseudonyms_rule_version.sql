-- The versions of the rules without who wrote them, nor what they wrote about them.
-- No parameter. Columns: as the table.
select version, published_at, '' as published_by
from rule_version
order by version
