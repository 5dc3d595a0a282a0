-- How many messages one SMS counts for, on average over those that left.
-- Columns: parts (null when none ever left)
select avg(sms_parts)::double as parts
from delivery
where channel = 'sms' and sms_parts > 0
