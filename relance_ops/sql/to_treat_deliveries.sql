-- Deliveries that wait for a person: uncertain ones, and those refused for good for
-- another reason than their address (which is flagged, see to_treat_dead_contacts.sql).
-- A refused one is over once its reminders left again, or somebody said « c'est vu ».
-- Parameter: $since (UTC): what was refused earlier is not told any more.
-- Columns: delivery_id, run_id, client_id, client_name, channel, address, subject, state,
--   happened_at (UTC), reason, animals (names, in order)
with
troubled as (
    select distinct delivery_id
    from ledger
    where state in ('uncertain', 'failed', 'bounced')
),
standing as (
    select
        delivery_id, arg_max(state, entry_id) as state,
        arg_max(happened_at, entry_id) as happened_at,
        arg_max(cause, entry_id) as cause, arg_max(reason, entry_id) as reason
    from ledger
    where delivery_id in (select delivery_id from troubled)
    group by delivery_id
),
waiting as (
    select *
    from standing
    where state = 'uncertain'
        or (state in ('failed', 'bounced') and cause <> 'recipient' and happened_at >= $since)
),
held as (
    select waiting.delivery_id, list_sort(list(distinct claim.animal_name)) as animals
    from waiting
    join claim on claim.delivery_id = waiting.delivery_id
    group by waiting.delivery_id
),
-- Its reminders left again, at that step or a later one.
followed as (
    select distinct claim.delivery_id
    from claim
    join claim as later
        on later.animal_id = claim.animal_id
        and later.recall_group = claim.recall_group
        and later.anchor_id = claim.anchor_id
        and later.step >= claim.step
        and later.delivery_id > claim.delivery_id
    where claim.delivery_id in (select delivery_id from waiting)
),
seen as (
    select try_cast(subject as bigint) as delivery_id from event where kind = 'failure_seen'
)
select
    waiting.delivery_id, delivery.run_id, delivery.client_id,
    trim(coalesce(client.last_name, '') || ' ' || coalesce(client.first_name, '')) as client_name,
    delivery.channel, delivery.address, delivery.subject, waiting.state,
    waiting.happened_at, waiting.reason, coalesce(held.animals, []) as animals
from waiting
join delivery on delivery.delivery_id = waiting.delivery_id
left join held on held.delivery_id = waiting.delivery_id
left join client on client.client_id = delivery.client_id
where waiting.state = 'uncertain'
    or (
        waiting.delivery_id not in (select delivery_id from followed)
        and waiting.delivery_id not in (select delivery_id from seen where delivery_id is not null)
        and not coalesce(client.archived, true)
        and not case delivery.channel
            when 'email' then client.refuses_email
            when 'sms' then client.refuses_sms
            else client.refuses_paper
        end
    )
order by waiting.happened_at desc, waiting.delivery_id
