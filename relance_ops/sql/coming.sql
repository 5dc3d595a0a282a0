-- Which reminders would leave from a day on if nobody came back in between: section 4 of
-- the specification, over many days at once. What leaves on one of them is what due.sql
-- calls ready that day; an act after $since is not known yet.
--
-- Parameters
--   $since, $until    first and last day, both included
--   $min_gap_days     days after the last message about one anchor
--   $holdout_percent, $holdout_key, $legal_groups
--                     the hold-out: how many of 100 obligations chance keeps back (0: none),
--                     what it is drawn with, and the recall groups that it never touches
--   $act_types, $steps, $offsets, $valid_days, $channels, $paper_forms, $active_froms
--                     the active steps of the rules to try, as lists of one length
-- Columns
--   client_id, animal_id, recall_group, act_type, label, category, anchor_id, due_on, step,
--   first_day and last_day (when it may leave), appointments (days that may hold it), allowed ('email|sms|paper', '' is any), paper_form
with
step as (
    select
        unnest($act_types::varchar[]) as act_type,
        unnest($steps::integer[]) as step,
        unnest($offsets::integer[]) as offset_days,
        unnest($valid_days::integer[]) as valid_days,
        unnest($channels::varchar[]) as channels,
        unnest($paper_forms::varchar[]) as paper_form,
        unnest($active_froms::date[]) as active_from
),
reach as (
    select act_type, min(offset_days) as first_offset, max(offset_days + valid_days) as end_offset
    from step
    group by act_type
),
known_act as (
    select
        act.act_id, act.animal_id, act_type.recall_group, act.act_type, act.performed_on,
        coalesce(
            act.due_on,
            case when act_type.trigger = 'act'
                then due_after(act.performed_on, act_type.delay_months, act_type.delay_days)
            end
        ) as due_on
    from act
    join act_type on act_type.act_type = act.act_type
    where act.performed_on <= $since
),
birth as (
    select
        'birth' as act_id, animal.animal_id, act_type.recall_group, act_type.act_type,
        null::date as performed_on,
        due_after(animal.birth_date, act_type.delay_months, act_type.delay_days) as due_on
    from animal
    join act_type on act_type.trigger = 'age'
    where animal.birth_date is not null
),
candidate as (
    select
        origin.act_id as anchor_id, origin.animal_id, origin.recall_group, origin.act_type,
        origin.performed_on, origin.due_on,
        act_type.label, act_type.category, animal.client_id,
        least(animal.deceased_on, animal.departed_on) as gone_on
    from (select * from known_act union all select * from birth) as origin
    join reach on reach.act_type = origin.act_type
    join act_type on act_type.act_type = origin.act_type
    join animal on animal.animal_id = origin.animal_id
    join client on client.client_id = animal.client_id
    where origin.due_on is not null
        and origin.due_on + reach.first_offset <= $until
        and origin.due_on + reach.end_offset > $since
        and (act_type.species = '' or list_contains(string_split(act_type.species, '|'), animal.species))
        and (act_type.neutered is null or animal.neutered = act_type.neutered)
        and not client.archived
),
-- A later act of the group fulfils every earlier one; any act fulfils a birth.
fulfilled as (
    select distinct candidate.animal_id, candidate.recall_group, candidate.anchor_id
    from known_act as later
    join candidate
        on candidate.animal_id = later.animal_id
        and candidate.recall_group = later.recall_group
    where candidate.performed_on is null
        or later.performed_on > candidate.performed_on
        or (
            later.performed_on = candidate.performed_on
            and (coalesce(later.due_on, date '0001-01-01'), later.act_id)
                > (candidate.due_on, candidate.anchor_id)
        )
),
live as (
    select claim.animal_id, claim.recall_group, claim.anchor_id, claim.step, claim.claimed_on
    from claim
    semi join candidate
        on candidate.animal_id = claim.animal_id
        and candidate.recall_group = claim.recall_group
        and candidate.anchor_id = claim.anchor_id
    anti join (
        select delivery_id from ledger where state in ('voided', 'failed', 'bounced')
    ) as ended on ended.delivery_id = claim.delivery_id
),
last_sent as (
    select animal_id, recall_group, anchor_id, max(claimed_on) as last_sent_on
    from live
    group by animal_id, recall_group, anchor_id
),
-- A step is current from its day until the next one that can be reached.
current_step as (
    select
        candidate.*, step.step, candidate.due_on + step.offset_days as planned_on,
        step.valid_days, step.channels, step.paper_form,
        lead(candidate.due_on + step.offset_days) over (
            partition by candidate.animal_id, candidate.recall_group, candidate.anchor_id
            order by step.step
        ) as next_on
    from candidate
    join step on step.act_type = candidate.act_type
    where step.active_from is null or candidate.due_on + step.offset_days >= step.active_from
),
-- The days on which it could leave, were there no appointment.
open_days as (
    select
        current_step.*,
        greatest(planned_on, $since, last_sent.last_sent_on + $min_gap_days) as first_day,
        least(planned_on + valid_days, next_on, gone_on, $until + 1) - 1 as last_day
    from current_step
    anti join fulfilled
        on fulfilled.animal_id = current_step.animal_id
        and fulfilled.recall_group = current_step.recall_group
        and fulfilled.anchor_id = current_step.anchor_id
    anti join live
        on live.animal_id = current_step.animal_id
        and live.recall_group = current_step.recall_group
        and live.anchor_id = current_step.anchor_id
        and live.step = current_step.step
    left join last_sent
        on last_sent.animal_id = current_step.animal_id
        and last_sent.recall_group = current_step.recall_group
        and last_sent.anchor_id = current_step.anchor_id
    -- What chance keeps back leaves on no day.
    where not case
        when $holdout_percent > 0
            and last_sent.last_sent_on is null
            and not list_contains($legal_groups::varchar[], current_step.recall_group)
            then holdout_place(
                $holdout_key, current_step.animal_id, current_step.recall_group, current_step.anchor_id
            ) < $holdout_percent
        else false
    end
),
possible as (
    select * from open_days where first_day <= last_day
),
-- What may bring the animal back by itself.
awaited as (
    select possible.animal_id, possible.recall_group, possible.anchor_id, possible.step, appointment.starts_on
    from possible
    join appointment on appointment.animal_id = possible.animal_id
    union all
    select possible.animal_id, possible.recall_group, possible.anchor_id, possible.step, appointment.starts_on
    from possible
    join appointment
        on appointment.client_id = possible.client_id
        and appointment.animal_id is null
),
appointments as (
    select animal_id, recall_group, anchor_id, step, list(starts_on order by starts_on) as days
    from awaited
    group by animal_id, recall_group, anchor_id, step
)
select
    client_id, animal_id, recall_group, act_type, label, category, anchor_id, due_on, step,
    first_day, last_day, coalesce(appointments.days, []) as appointments,
    channels as allowed, paper_form
from possible
left join appointments using (animal_id, recall_group, anchor_id, step)
order by client_id, animal_id, recall_group, anchor_id, step
