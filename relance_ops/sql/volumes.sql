-- Deliveries that left, by week and channel.
-- Parameters: $since, $until (days, both included).
-- Columns: week (its Monday), channel, n.
select date_trunc('week', run.on_day)::date as week, delivery.channel, count(*) as n
from delivery
join run on run.run_id = delivery.run_id
anti join (
    select delivery_id from ledger where state in ('voided', 'failed', 'bounced')
) as ended on ended.delivery_id = delivery.delivery_id
where run.on_day between $since and $until
group by week, delivery.channel
order by week, delivery.channel
