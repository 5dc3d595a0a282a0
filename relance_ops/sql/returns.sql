-- What became of each reminder that left: did the animal come back for its act?
-- The words are those of returns.py and docs/returns.md.
--
-- Parameters
--   $since, $until    the days on which the reminders left, both included
--   $on               the clinic's today: what comes after it is not known
--   $whole            true: a line for each obligation, from its first reminder on,
--                     whatever the later steps; false: a line for each step
-- Columns
--   client_id, animal_id, species, age_years (whole years when it left; null: unknown),
--   recall_group, act_type, label, category, family, anchor_id, step (the first one),
--   steps (how many), due_on, left_on, channels ('email|letter'), cost_cents (its part of
--   what its deliveries cost), next_on (the next step left), returned_on (first act
--   after it left), gone_on, returned_cents (what that act costs today; null: not known),
--   outcome, days (from left_on to what ended the wait)
with
ended as (
    select delivery_id from ledger where state in ('voided', 'failed', 'bounced')
),
-- It has left, or may have: a delivery still on its way reminded nobody yet.
live as (
    select claim.*
    from claim
    semi join (
        select delivery_id from ledger where state in ('sent', 'awaiting', 'uncertain')
    ) as gone on gone.delivery_id = claim.delivery_id
    anti join ended on ended.delivery_id = claim.delivery_id
    where claim.claimed_on <= $on
),
share as (
    select claim.delivery_id, any_value(delivery.cost_cents) / count(*) as cents
    from claim
    join delivery on delivery.delivery_id = claim.delivery_id
    group by claim.delivery_id
),
reminder as (
    select
        live.animal_id, live.recall_group, live.anchor_id,
        min(live.step) as step,
        count(distinct live.step) as steps,
        min(live.claimed_on) as left_on,
        arg_max(live.act_type, live.claimed_on) as act_type,
        arg_max(live.label, live.claimed_on) as label,
        arg_max(live.family, live.claimed_on) as family,
        arg_max(live.due_on, live.claimed_on) as due_on,
        string_agg(distinct live.channel, '|' order by live.channel) as channels,
        sum(share.cents) as cost_cents
    from live
    join share on share.delivery_id = live.delivery_id
    group by live.animal_id, live.recall_group, live.anchor_id, if($whole, 0, live.step)
),
followed as (
    select
        reminder.*,
        lead(left_on) over (
            partition by animal_id, recall_group, anchor_id order by left_on, step
        ) as next_on
    from reminder
),
asked as (
    select * from followed where left_on between $since and $until
),
known_act as (
    select
        act.act_id, act.animal_id, act_type.recall_group, act.performed_on,
        {'cents': act_type.price_cents} as price,  -- in a box, for arg_min skips nulls
        coalesce(
            act.due_on,
            case when act_type.trigger = 'act'
                then due_after(act.performed_on, act_type.delay_months, act_type.delay_days)
            end
        ) as due_on
    from act
    join act_type on act_type.act_type = act.act_type
    where act.performed_on <= $on
        and act.animal_id in (select animal_id from asked)
),
anchored as (
    select asked.*, anchor.performed_on as anchored_on, anchor.due_on as anchor_due_on
    from asked
    left join known_act as anchor
        on anchor.animal_id = asked.animal_id
        and anchor.act_id = asked.anchor_id
),
-- Every act that fulfils the anchor: the same test as in due.sql.
fulfilling as (
    select
        anchored.animal_id, anchored.recall_group, anchored.anchor_id, anchored.step,
        min(later.performed_on) filter (later.performed_on > anchored.left_on) as returned_on,
        arg_min(later.price, (later.performed_on, later.act_id))
            filter (later.performed_on > anchored.left_on) as price,
        count(*) filter (later.performed_on <= anchored.left_on) as acts_before
    from anchored
    join known_act as later
        on later.animal_id = anchored.animal_id
        and later.recall_group = anchored.recall_group
    where later.performed_on > anchored.left_on
        or anchored.anchor_id = 'birth'
        or later.performed_on > anchored.anchored_on
        or (
            later.performed_on = anchored.anchored_on
            and (coalesce(later.due_on, date '0001-01-01'), later.act_id)
                > (coalesce(anchored.anchor_due_on, date '0001-01-01'), anchored.anchor_id)
        )
    group by anchored.animal_id, anchored.recall_group, anchored.anchor_id, anchored.step
),
told as (
    select
        animal.client_id, asked.animal_id, animal.species,
        date_sub('month', animal.birth_date, asked.left_on) // 12 as age_years,
        asked.recall_group, asked.act_type, asked.label,
        coalesce(act_type.category, '') as category, asked.family, asked.anchor_id,
        asked.step, asked.steps, asked.due_on, asked.left_on, asked.channels,
        asked.cost_cents, asked.next_on, fulfilling.returned_on,
        least(animal.deceased_on, animal.departed_on) as gone_on,
        fulfilling.price.cents as returned_cents,
        coalesce(fulfilling.acts_before, 0) > 0 as is_done
    from asked
    join animal on animal.animal_id = asked.animal_id
    left join act_type on act_type.act_type = asked.act_type
    left join fulfilling
        on fulfilling.animal_id = asked.animal_id
        and fulfilling.recall_group = asked.recall_group
        and fulfilling.anchor_id = asked.anchor_id
        and fulfilling.step = asked.step
),
judged as (
    select
        * exclude (is_done),
        case
            when is_done or gone_on <= left_on then 'too_late'
            when returned_on <= least(next_on, gone_on, $on) then 'returned'
            when gone_on <= least(next_on, $on) then 'gone'
            when next_on is not null then 'next'
            else 'awaited'
        end as outcome
    from told
)
select
    *,
    case outcome
        when 'too_late' then 0
        when 'returned' then returned_on - left_on
        when 'gone' then gone_on - left_on
        when 'next' then next_on - left_on
        else $on - left_on
    end as days
from judged
order by left_on, client_id, animal_id, recall_group, anchor_id, step
