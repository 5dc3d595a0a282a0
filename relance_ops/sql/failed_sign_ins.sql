-- Who was turned away, the latest first. Parameters: $since (UTC), $most (how many).
-- Columns: happened_at (UTC), login ("" for an unknown one), address, reason.
select happened_at, subject, who, note
from event
where kind = 'sign_in_failed' and happened_at >= $since
order by happened_at desc, event_id desc
limit $most
