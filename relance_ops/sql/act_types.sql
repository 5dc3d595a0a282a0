-- What can be done, as a rule may name it.
-- Columns: act_type, label, category, family, recall_group, delay, trigger, price_cents
-- (null: not known)
select act_type, label, category, family, recall_group, delay, trigger, price_cents
from act_type
order by category, label, act_type
