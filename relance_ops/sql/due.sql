-- What is due on a day: the specification's section 4, rule by rule.
--
-- Parameters
--   $on               the clinic's day T
--   $min_gap_days     days between two messages about one anchor
--   $appointment_days an appointment within this many days holds a reminder
--   $holdout_percent, $holdout_key, $legal_groups
--                     the hold-out: how many of 100 obligations chance keeps back (0: none),
--                     what it is drawn with, and the recall groups that it never touches
--   $ahead_days       planned reminders this near are listed too if they may join
--   $everything       false: only what is ready or held (and may join); true: every state
--   $animal_ids       only these animals, or null for all
-- Columns
--   client_id, animal_id, animal_name, species, recall_group, act_type, label, family,
--   anchor_id (an act_id, or 'birth'), due_on, step (0: none can be reached), planned_on,
--   state (blocked is decided by plan.py: it looks like ready here), reason_code,
--   appointment_on, last_sent_on, allowed ('email|sms|paper', '' is any), paper_form, template,
--   is_withheld (by chance; null: it takes no part in the hold-out)
--
-- It starts from the acts whose due date is near, then asks what came after them and what
-- was sent: on 8 million acts three times as fast as grouping all of them first.
with
step as (
    select act_type, step, offset_days, valid_days, channels, paper_form, template, active_from
    from rule
    where active and version = (select max(version) from rule_version)
),
reach as (
    select act_type, min(offset_days) as first_offset, max(offset_days + valid_days) as end_offset
    from step
    group by act_type
),
-- Rule 1 and 2: what exists by T, and when it asks to come back.
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
    where act.performed_on <= $on
        and ($animal_ids is null or list_contains($animal_ids::varchar[], act.animal_id))
),
-- Rule 3: an age is an anchor too.
birth as (
    select
        'birth' as act_id, animal.animal_id, act_type.recall_group, act_type.act_type,
        null::date as performed_on,
        due_after(animal.birth_date, act_type.delay_months, act_type.delay_days) as due_on
    from animal
    join act_type on act_type.trigger = 'age'
    where animal.birth_date is not null
        and ($animal_ids is null or list_contains($animal_ids::varchar[], animal.animal_id))
),
candidate as (
    select
        origin.act_id as anchor_id, origin.animal_id, origin.recall_group, origin.act_type,
        origin.performed_on, origin.due_on,
        act_type.label, act_type.family, animal.name as animal_name, animal.species,
        animal.deceased_on, animal.departed_on, animal.client_id, client.archived
    from (select * from known_act union all select * from birth) as origin
    join reach on reach.act_type = origin.act_type
    join act_type on act_type.act_type = origin.act_type
    join animal on animal.animal_id = origin.animal_id
    join client on client.client_id = animal.client_id
    where origin.due_on is not null
        and (
            $everything
            or (
                origin.due_on + reach.first_offset <= $on + $ahead_days
                and origin.due_on + reach.end_offset > $on
            )
        )
        and (act_type.species = '' or list_contains(string_split(act_type.species, '|'), animal.species))
        and (act_type.neutered is null or animal.neutered = act_type.neutered)
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
-- Rule 4: the steps a candidate goes through, and the one it has reached.
reachable as (
    select
        candidate.animal_id, candidate.recall_group, candidate.anchor_id,
        step.step, candidate.due_on + step.offset_days as planned_on,
        step.valid_days, step.channels, step.paper_form, step.template
    from candidate
    join step on step.act_type = candidate.act_type
    where step.active_from is null or candidate.due_on + step.offset_days >= step.active_from
),
position as (
    select
        animal_id, recall_group, anchor_id,
        max(step) filter (where planned_on <= $on) as current_step,
        min(step) filter (where planned_on > $on) as next_step
    from reachable
    group by animal_id, recall_group, anchor_id
),
-- Rule 5: what already left and was neither undone nor refused for good.
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
live_step as (
    select distinct animal_id, recall_group, anchor_id, step
    from live
),
-- Rule 6, held: of that animal, or of its client without naming an animal.
appointment_of_animal as (
    select animal_id, min(starts_on) as starts_on
    from appointment
    where animal_id is not null and starts_on between $on and $on + $appointment_days
    group by animal_id
),
appointment_of_client as (
    select client_id, min(starts_on) as starts_on
    from appointment
    where animal_id is null and starts_on between $on and $on + $appointment_days
    group by client_id
),
standing as (
    select
        candidate.*,
        -- Never once a reminder left: an obligation is reminded for all its steps or for none.
        case
            when $holdout_percent > 0
                and last_sent.last_sent_on is null
                and not list_contains($legal_groups::varchar[], candidate.recall_group)
                then holdout_place(
                    $holdout_key, candidate.animal_id, candidate.recall_group, candidate.anchor_id
                ) < $holdout_percent
        end as is_withheld,
        coalesce(position.current_step, position.next_step, 0) as step,
        position.current_step,
        reachable.planned_on, reachable.valid_days, reachable.channels,
        reachable.paper_form, reachable.template,
        fulfilled.anchor_id is not null as is_fulfilled,
        live_step.step is not null as is_sent,
        last_sent.last_sent_on,
        least(appointment_of_animal.starts_on, appointment_of_client.starts_on) as appointment_on
    from candidate
    left join position using (animal_id, recall_group, anchor_id)
    left join reachable
        on reachable.animal_id = candidate.animal_id
        and reachable.recall_group = candidate.recall_group
        and reachable.anchor_id = candidate.anchor_id
        and reachable.step = coalesce(position.current_step, position.next_step)
    left join fulfilled
        on fulfilled.animal_id = candidate.animal_id
        and fulfilled.recall_group = candidate.recall_group
        and fulfilled.anchor_id = candidate.anchor_id
    left join last_sent
        on last_sent.animal_id = candidate.animal_id
        and last_sent.recall_group = candidate.recall_group
        and last_sent.anchor_id = candidate.anchor_id
    left join live_step
        on live_step.animal_id = candidate.animal_id
        and live_step.recall_group = candidate.recall_group
        and live_step.anchor_id = candidate.anchor_id
        and live_step.step = coalesce(position.current_step, position.next_step)
    left join appointment_of_animal on appointment_of_animal.animal_id = candidate.animal_id
    left join appointment_of_client on appointment_of_client.client_id = candidate.client_id
),
-- Rule 6, precedence: the first that applies.
judged as (
    select
        *,
        case
            when deceased_on <= $on or departed_on <= $on or archived then 'excluded'
            when is_fulfilled then 'fulfilled'
            when current_step is null then 'planned'
            when is_sent then 'sent'
            when $on >= planned_on + valid_days then 'expired'
            when appointment_on is not null or last_sent_on > $on - $min_gap_days then 'held'
            when is_withheld then 'held'
            else 'ready'
        end as state
    from standing
),
-- What was fulfilled before its first step has no step to come.
shown as (
    select * replace (
        if(is_fulfilled, coalesce(current_step, 0), step) as step,
        if(is_fulfilled and current_step is null, null, planned_on) as planned_on
    )
    from judged
),
superseded as (
    select
        judged.* replace (
            reachable.step as step, reachable.planned_on as planned_on,
            reachable.channels as channels, reachable.paper_form as paper_form,
            reachable.template as template, 'superseded' as state
        )
    from judged
    join reachable
        on reachable.animal_id = judged.animal_id
        and reachable.recall_group = judged.recall_group
        and reachable.anchor_id = judged.anchor_id
        and reachable.step < judged.current_step
    anti join live_step
        on live_step.animal_id = judged.animal_id
        and live_step.recall_group = judged.recall_group
        and live_step.anchor_id = judged.anchor_id
        and live_step.step = reachable.step
    where $everything and judged.state not in ('excluded', 'fulfilled')
)
select
    client_id, animal_id, animal_name, species, recall_group, act_type, label, family,
    anchor_id, due_on, step, planned_on, state,
    case
        when state = 'excluded' and deceased_on <= $on then 'deceased'
        when state = 'excluded' and departed_on <= $on then 'departed'
        when state = 'excluded' then 'archived'
        when state = 'fulfilled' then 'later_act'
        when state = 'expired' then 'past_validity'
        when state = 'held' and appointment_on is not null then 'appointment'
        when state = 'held' and is_withheld then 'holdout'
        when state = 'held' then 'too_soon'
        when state = 'superseded' then 'newer_step'
        when state = 'planned' and planned_on is null then 'rule_starts_later'
        else ''
    end as reason_code,
    appointment_on, last_sent_on,
    coalesce(channels, '') as allowed,
    coalesce(paper_form, 'letter') as paper_form,
    coalesce(template, '') as template,
    is_withheld
from (select * from shown union all select * from superseded)
where $everything
    or state in ('ready', 'held')
    or (
        state = 'planned'
        and $ahead_days > 0
        and planned_on <= $on + $ahead_days
        and not is_sent
        and appointment_on is null
        and (last_sent_on is null or last_sent_on <= $on - $min_gap_days)
    )
order by client_id, animal_id, recall_group, anchor_id, step
