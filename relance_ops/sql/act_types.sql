-- What can be done, as a rule may name it.
-- Columns: act_type, label, category, family, recall_group, delay, trigger
select act_type, label, category, family, recall_group, delay, trigger
from act_type
order by category, label, act_type
