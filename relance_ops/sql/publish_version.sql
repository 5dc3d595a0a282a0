-- Open the next version of the rules.
-- Parameters: $at, $by, $comment
-- Columns: version
insert into rule_version (version, published_at, published_by, comment)
select coalesce(max(version), 0) + 1, $at, $by, $comment
from rule_version
returning version
