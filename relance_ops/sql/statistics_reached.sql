-- How many clients and reminders the live deliveries of a period carried. One row.
-- Parameters: $since, $until (days, both included).
-- Columns: clients, reminders (one that several channels carried counts once).
with
live as (
    select delivery.delivery_id, delivery.client_id
    from delivery
    join run on run.run_id = delivery.run_id
    anti join (
        select delivery_id from ledger where state in ('voided', 'failed', 'bounced')
    ) as ended on ended.delivery_id = delivery.delivery_id
    where run.on_day between $since and $until
),
carried as (
    select distinct claim.animal_id, claim.recall_group, claim.anchor_id, claim.step
    from claim
    semi join live on live.delivery_id = claim.delivery_id
)
select
    (select count(distinct client_id) from live) as clients,
    (select count(*) from carried) as reminders
