-- Messages that leave by themselves, each at its moment: for the hours of SMS, for their
-- provider's quota, or because they were refused for now.
-- Columns: channel, waiting, first (UTC), last (UTC)
with
retried as (select distinct delivery_id from ledger where state = 'retry'),
latest as (
    select delivery_id, arg_max(state, entry_id) as state,
        arg_max_null(not_before, entry_id) as not_before
    from ledger
    where delivery_id in (select delivery_id from retried)
    group by delivery_id
)
select
    delivery.channel, count(*) as waiting,
    min(latest.not_before) as first, max(latest.not_before) as last
from latest
join delivery on delivery.delivery_id = latest.delivery_id
where latest.state = 'retry' and latest.not_before is not null
group by delivery.channel
order by delivery.channel
