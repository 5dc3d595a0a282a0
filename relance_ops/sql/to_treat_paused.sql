-- Channels whose account was refused, and how many messages wait for each.
-- Columns: channel, reason, paused_at (UTC), waiting
with
retried as (
    select distinct delivery_id
    from ledger
    where state = 'retry' and exists (select 1 from channel_pause)
),
standing as (
    select delivery_id, arg_max(state, entry_id) as state
    from ledger
    where delivery_id in (select delivery_id from retried)
    group by delivery_id
),
queue as (
    select delivery.channel, count(*) as n
    from standing
    join delivery on delivery.delivery_id = standing.delivery_id
    where standing.state = 'retry'
    group by delivery.channel
)
select
    channel_pause.channel, channel_pause.reason, channel_pause.paused_at,
    coalesce(queue.n, 0) as waiting
from channel_pause
left join queue on queue.channel = channel_pause.channel
order by channel_pause.channel
