-- How many of the last deliveries to the address of $delivery_id came back for now only:
-- a full mailbox, a phone that is off. Anything that arrived in between starts again.
-- Parameters: $delivery_id, $most (how many of the last ones are looked at)
-- Columns: n
with
this as (select client_id, channel, address from delivery where delivery_id = $delivery_id),
last_ones as (
    select delivery_now.state, delivery_now.cause
    from delivery
    join this
        on this.client_id = delivery.client_id
        and this.channel = delivery.channel
        and this.address = delivery.address
    join delivery_now on delivery_now.delivery_id = delivery.delivery_id
    where delivery_now.state in ('bounced', 'sent', 'delivered', 'failed')
    order by delivery.delivery_id desc
    limit $most
)
select count(*) filter (state in ('bounced', 'failed') and cause = 'transient') as n
from last_ones
order by n
