-- Every version of the rules that was published, the one in force first.
-- Columns: version, published_at, published_by, comment
select version, published_at, published_by, comment
from rule_version
order by version desc
