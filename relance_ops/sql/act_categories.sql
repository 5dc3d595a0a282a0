-- The category of each act type, as lists are sorted by; '' has none.
-- Columns: act_type, category.
select act_type, category
from act_type
order by act_type
