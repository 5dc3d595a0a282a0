-- The turns of one channel that count against its provider's quotas: when messages were
-- handed lately, and the moments given to those that wait.
-- Parameters: $channel, $since (UTC), $now (UTC), $waiting (whether the latter count)
-- Columns: turn (UTC)
select ledger.happened_at as turn
from ledger
join delivery on delivery.delivery_id = ledger.delivery_id
where ledger.state = 'handed' and ledger.happened_at > $since and delivery.channel = $channel
union all
select delivery_now.not_before
from delivery_now
join delivery on delivery.delivery_id = delivery_now.delivery_id
where $waiting and delivery_now.state = 'retry' and delivery_now.cause = 'none'
    and delivery_now.not_before > $now and delivery.channel = $channel
order by turn
