-- What happened, the newest first: sends, what became of them, and what people did.
-- Lines of the ledger that belong together are one: what one answer printed or undid.
-- Parameters
--   $since, $until    UTC, the second one not included
--   $kinds            only lines of these kinds; null for all
--   $who              only what this person did; '' for everybody
--   $client_id        only what concerns this client; '' for everybody
--   $run_id           only what concerns this run; null for all
--   $printer_reasons  how a void after the printer question is told, in every language
--   $decided_reasons  the same for a decision on an uncertain delivery
--   $limit, $offset   a page of it
-- Columns: happened_at (UTC), who, kind ('run', 'refresh', 'call', 'printer', 'undone',
--   'decided', 'failed', 'returned', 'uncertain', or an event's own), run_id, client_id,
--   client_name, animal_name, subject, before, after, note, counts (list of
--   'channel|state|n')
with
whom as (
    select client_id, trim(last_name || ' ' || first_name) as client_name from client
),
of_client as (
    select delivery_id, run_id from delivery where client_id = $client_id and $client_id <> ''
),
started as (
    select started_at as happened_at, started_by as who, 'run' as kind, run_id
    from run
    where started_at >= $since
        and started_at < $until
        and ($kinds is null or list_contains($kinds::varchar[], 'run'))
        and ($run_id is null or run_id = $run_id)
        and ($client_id = '' or run_id in (select run_id from of_client))
),
outcome as (
    select
        ledger.happened_at, ledger.who, ledger.state, ledger.reason, ledger.delivery_id,
        case
            when ledger.state = 'printed' then 'printer'
            when list_contains($printer_reasons::varchar[], ledger.reason) then 'printer'
            when list_contains($decided_reasons::varchar[], ledger.reason) then 'decided'
            when ledger.state = 'voided' then 'undone'
            when ledger.state = 'bounced' then 'returned'
            else ledger.state
        end as kind
    from ledger
    where ledger.happened_at >= $since
        and ledger.happened_at < $until
        and (
            ledger.state in ('printed', 'voided', 'failed', 'bounced', 'uncertain')
            or (ledger.state = 'sent' and list_contains($decided_reasons::varchar[], ledger.reason))
        )
        and ($client_id = '' or ledger.delivery_id in (select delivery_id from of_client))
        and ($who = '' or ledger.who = $who)
),
counted as (
    select
        -- A person's answer is one moment; what channels say comes in drops.
        date_trunc(
            if(outcome.kind in ('failed', 'returned', 'uncertain'), 'hour', 'minute'),
            outcome.happened_at
        ) as moment,
        outcome.who, outcome.kind, delivery.run_id, delivery.channel, outcome.state,
        count(*) as n, max(outcome.happened_at) as happened_at,
        min(delivery.client_id) as first_client, max(delivery.client_id) as last_client,
        min(outcome.reason) as reason
    from outcome
    join delivery on delivery.delivery_id = outcome.delivery_id
    where ($kinds is null or list_contains($kinds::varchar[], outcome.kind))
        and ($run_id is null or delivery.run_id = $run_id)
    group by moment, outcome.who, outcome.kind, delivery.run_id, delivery.channel, outcome.state
),
settled as (
    select
        max(happened_at) as happened_at, who, kind, run_id,
        if(min(first_client) = max(last_client), min(first_client), '') as client_id,
        max(reason) as note,
        list(concat_ws('|', channel, state, n) order by channel, state) as counts
    from counted
    group by moment, who, kind, run_id
),
called as (
    select happened_at, who, client_id, animal_id, recall_group, outcome, note
    from call
    where happened_at >= $since and happened_at < $until
),
acted as (
    select happened_at, who, 'call' as kind, client_id, animal_id,
        recall_group as subject, '' as before, outcome as after, note
    from called
    union all
    select event.happened_at, event.who, event.kind, event.client_id, event.animal_id,
        event.subject, event.before, event.after, event.note
    from event
    anti join called
        on event.kind = 'call'
        and called.happened_at = event.happened_at
        and called.animal_id = event.animal_id
    where event.happened_at >= $since and event.happened_at < $until
),
person as (
    select
        acted.happened_at, acted.who, acted.kind,
        coalesce(nullif(acted.client_id, ''), animal.client_id, '') as client_id,
        coalesce(animal.name, '') as animal_name,
        acted.subject, acted.before, acted.after, acted.note
    from acted
    left join animal on animal.animal_id = acted.animal_id and acted.animal_id <> ''
    where $run_id is null
        and ($kinds is null or list_contains($kinds::varchar[], acted.kind))
        and (
            $client_id = ''
            or acted.client_id = $client_id
            or animal.client_id = $client_id
        )
),
refreshed as (
    select refreshed_at as happened_at, refreshed_by as who, 'refresh' as kind
    from refresh
    where refreshed_at >= $since
        and refreshed_at < $until
        and $run_id is null
        and $client_id = ''
        and ($kinds is null or list_contains($kinds::varchar[], 'refresh'))
),
line as (
    select happened_at, who, kind, run_id, '' as client_id, '' as animal_name, '' as subject,
        '' as before, '' as after, '' as note, []::varchar[] as counts
    from started
    union all
    select happened_at, who, kind, run_id, client_id, '', '', '', '', note, counts
    from settled
    union all
    select happened_at, who, kind, null, client_id, animal_name, subject, before, after, note, []
    from person
    union all
    select happened_at, who, kind, null, '', '', '', '', '', '', []
    from refreshed
),
page as (
    select *
    from line
    where $who = '' or who = $who
    order by happened_at desc, kind, run_id desc nulls last, client_id, subject, after
    limit $limit offset $offset
)
select
    page.happened_at, page.who, page.kind, page.run_id, page.client_id,
    coalesce(whom.client_name, '') as client_name, page.animal_name, page.subject,
    page.before, page.after, page.note, page.counts
from page
left join whom on whom.client_id = page.client_id
order by
    page.happened_at desc, page.kind, page.run_id desc nulls last, page.client_id,
    page.subject, page.after
