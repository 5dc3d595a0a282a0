-- Deliveries by our numbers, or by those that a peer gave them.
-- Parameters: $channel, $delivery_ids (list), $references (list)
-- Columns: delivery_id, refs (list of the peer's numbers asked for), state, client_id
with
referred as (
    select ledger.delivery_id, list(distinct ledger.reference) as refs
    from ledger
    semi join (select unnest($references::varchar[]) as reference) as asked
        on asked.reference = ledger.reference
    group by ledger.delivery_id
),
wanted as (
    select unnest($delivery_ids::bigint[]) as delivery_id
    union
    select delivery_id from referred
)
select
    delivery.delivery_id, coalesce(referred.refs, []) as refs,
    delivery_now.state, delivery.client_id
from wanted
join delivery on delivery.delivery_id = wanted.delivery_id
join delivery_now on delivery_now.delivery_id = delivery.delivery_id
left join referred on referred.delivery_id = delivery.delivery_id
where delivery.channel = $channel
order by delivery.delivery_id
