-- Deliveries of one run, or of one client, and where they stand.
-- Parameters: $run_id, or null; $client_id, or ''; $limit, $offset: a page of it.
-- Columns: delivery_id, run_id, claimed_at (UTC), client_id, client_name, channel,
--   subject, state, happened_at (UTC), who, reason, animals (names, in order)
-- A run is read as it left; a client's deliveries the latest first.
with
wanted as (
    select delivery_id, run_id, client_id, channel, subject
    from delivery
    where (run_id = $run_id or $run_id is null)
        and (client_id = $client_id or $client_id = '')
    order by if($run_id is null, -delivery_id, delivery_id)
    limit $limit offset $offset
),
standing as (
    select
        delivery_id, arg_max(state, entry_id) as state,
        arg_max(happened_at, entry_id) as happened_at, arg_max(who, entry_id) as who,
        arg_max(reason, entry_id) as reason, min(happened_at) as claimed_at
    from ledger
    where delivery_id in (select delivery_id from wanted)
    group by delivery_id
),
held as (
    select delivery_id, list_sort(list(distinct animal_name)) as animals
    from claim
    where delivery_id in (select delivery_id from wanted)
    group by delivery_id
)
select
    wanted.delivery_id, wanted.run_id, standing.claimed_at, wanted.client_id,
    trim(coalesce(client.last_name, '') || ' ' || coalesce(client.first_name, '')) as client_name,
    wanted.channel, wanted.subject, standing.state, standing.happened_at, standing.who,
    standing.reason, coalesce(held.animals, []) as animals
from wanted
join standing on standing.delivery_id = wanted.delivery_id
left join held on held.delivery_id = wanted.delivery_id
left join client on client.client_id = wanted.client_id
order by if($run_id is null, -wanted.delivery_id, wanted.delivery_id)
