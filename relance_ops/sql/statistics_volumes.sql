-- Deliveries by week or month and channel. A delivery counts on its run's day.
-- Parameters: $since, $until (days, both included), $grain ('week' or 'month').
-- Columns: those of statistics.Volume. The first seven figures count live deliveries, the
--   last three those that ended.
with
asked as (
    select
        delivery.delivery_id, delivery.channel, delivery.cost_cents, delivery.sms_parts,
        date_trunc($grain, run.on_day)::date as start
    from delivery
    join run on run.run_id = delivery.run_id
    where run.on_day between $since and $until
),
standing as (
    select ledger.delivery_id, arg_max(ledger.state, ledger.entry_id) as state
    from ledger
    semi join asked on asked.delivery_id = ledger.delivery_id
    group by ledger.delivery_id
),
held as (
    select claim.delivery_id, count(*) as reminders, max(claim.attempt) as attempt
    from claim
    semi join asked on asked.delivery_id = claim.delivery_id
    group by claim.delivery_id
),
judged as (
    select
        asked.start, asked.channel, asked.cost_cents, asked.sms_parts, standing.state,
        standing.state not in ('voided', 'failed', 'bounced') as is_live,
        asked.channel in ('letter', 'card') as is_paper,
        coalesce(held.reminders, 0) as reminders,
        coalesce(held.attempt, 1) as attempt
    from asked
    join standing on standing.delivery_id = asked.delivery_id
    left join held on held.delivery_id = asked.delivery_id
)
select
    start,
    channel,
    count(*) filter (is_live) as deliveries,
    coalesce(sum(reminders) filter (is_live), 0)::bigint as reminders,
    coalesce(sum(cost_cents) filter (is_live), 0)::bigint as cost_cents,
    coalesce(sum(sms_parts) filter (is_live), 0)::bigint as sms_parts,
    coalesce(sum(reminders - 1) filter (is_live and is_paper and reminders > 1), 0)::bigint
        as stamps_saved,
    coalesce(
        sum((reminders - 1) * cost_cents) filter (is_live and is_paper and reminders > 1), 0
    )::bigint as saved_cents,
    count(*) filter (is_live and is_paper and attempt > 1) as reprinted,
    count(*) filter (state = 'uncertain') as uncertain,
    count(*) filter (state = 'failed') as failed,
    count(*) filter (state = 'bounced') as bounced,
    count(*) filter (state = 'voided') as voided
from judged
group by start, channel
order by start, channel
