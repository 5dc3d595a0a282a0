-- The deliveries behind a figure, a page of them, the latest first.
-- Parameters: $since, $until (days, both included); $channels, $states (lists);
--   $act_types, $families, $steps (lists; an empty one is all: a delivery is found when it
--   holds one such reminder); $reprinted, $grouped (true: only paper printed again, only
--   paper with several reminders); $limit, $offset.
-- Columns: those of statistics.Line, then total (rows over all pages).
with
asked as (
    select
        delivery.delivery_id, delivery.client_id, delivery.channel, delivery.cost_cents,
        run.on_day
    from delivery
    join run on run.run_id = delivery.run_id
    where run.on_day between $since and $until
        and list_contains($channels::varchar[], delivery.channel)
),
standing as (
    select ledger.delivery_id, arg_max(ledger.state, ledger.entry_id) as state
    from ledger
    semi join asked on asked.delivery_id = ledger.delivery_id
    group by ledger.delivery_id
),
held as (
    select
        claim.delivery_id,
        count(*) as reminders,
        max(claim.attempt) as attempt,
        string_agg(distinct claim.animal_name, ', ' order by claim.animal_name) as animals,
        string_agg(distinct claim.label, ', ' order by claim.label) as labels,
        list_sort(list(distinct claim.step)) as steps,
        bool_or(
            (len($act_types::varchar[]) = 0
                or list_contains($act_types::varchar[], claim.act_type))
            and (len($families::varchar[]) = 0
                or list_contains($families::varchar[], claim.family))
            and (len($steps::integer[]) = 0 or list_contains($steps::integer[], claim.step))
        ) as is_found
    from claim
    semi join asked on asked.delivery_id = claim.delivery_id
    group by claim.delivery_id
),
found as (
    select
        asked.on_day, asked.delivery_id, asked.client_id, asked.channel, asked.cost_cents,
        standing.state, held.animals, held.labels, held.steps
    from asked
    join standing on standing.delivery_id = asked.delivery_id
    join held on held.delivery_id = asked.delivery_id
    where held.is_found
        and list_contains($states::varchar[], standing.state)
        and (not $reprinted or (held.attempt > 1 and asked.channel in ('letter', 'card')))
        and (not $grouped or (held.reminders > 1 and asked.channel in ('letter', 'card')))
)
select
    found.on_day, found.delivery_id, found.client_id,
    trim(coalesce(client.first_name, '') || ' ' || coalesce(client.last_name, ''))
        as client_name,
    found.animals, found.labels, found.steps, found.channel, found.state, found.cost_cents,
    count(*) over () as total
from found
left join client on client.client_id = found.client_id
order by found.on_day desc, found.delivery_id
limit $limit offset $offset
