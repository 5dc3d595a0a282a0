-- What would leave if « Envoyer » were pressed on every day from $since to $until:
-- section 4 of the specification (due.sql), over all these days at once. An act is known
-- from its day on, so that one that is done in between is the return that it was.
--
-- Parameters
--   $since, $until    first and last day, both included
--   $sent_before      what left before this day is known; later claims are set aside
--   $min_gap_days     days after the last message about one anchor
--   $appointment_days an appointment within this many days holds a reminder
--   $holdout_percent, $holdout_key, $legal_groups
--                     the hold-out: how many of 100 obligations chance keeps back (0: none),
--                     what it is drawn with, and the recall groups that it never touches
--   $ahead_days       a first step planned this near joins a delivery that leaves; 0: never
--   $by_animal        what travels together is an animal's, not a client's
--   $act_types, $steps, $offsets, $valid_days, $channels, $paper_forms, $active_froms
--                     the active steps of the rules to try, as lists of one length
--   $reached_clients, $reached_channels, $reached_forms
--                     for a client and a step's channels, the forms that reach him
--                     ('email|paper'), as lists of one length
--   $came_animals, $came_types, $came_days
--                     acts that will be done, as lists of one length; they are not kept
-- Columns
--   client_id, animal_id, species, recall_group, act_type, label, category, anchor_id, due_on,
--   step, planned_on, leaves_on, kinds (a sum: email 1, sms 2, letter 4, card 8)
--
-- It goes from delivery to delivery, not from day to day: in each round, every group (a
-- client, or an animal; without joining, each anchor) lets its next delivery leave, which
-- moves the days on which the rest may. A year takes as many rounds as the busiest group
-- has deliveries.
with recursive
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
reached as (
    select
        unnest($reached_clients::varchar[]) as client_id,
        unnest($reached_channels::varchar[]) as channels,
        string_split(unnest($reached_forms::varchar[]), '|') as forms
),
reach as (
    select act_type, min(offset_days) as first_offset, max(offset_days + valid_days) as end_offset
    from step
    group by act_type
),
done as (
    select act_id, animal_id, act_type, performed_on, due_on
    from act
    union all
    select
        concat_ws(' ', 'to come', act_type, performed_on) as act_id, animal_id, act_type, performed_on,
        null::date as due_on
    from (
        select
            unnest($came_animals::varchar[]) as animal_id,
            unnest($came_types::varchar[]) as act_type,
            unnest($came_days::date[]) as performed_on
    )
),
known_act as (
    select
        done.act_id, done.animal_id, act_type.recall_group, done.act_type, done.performed_on,
        coalesce(
            done.due_on,
            case when act_type.trigger = 'act'
                then due_after(done.performed_on, act_type.delay_months, act_type.delay_days)
            end
        ) as due_on
    from done
    join act_type on act_type.act_type = done.act_type
    where done.performed_on <= $until
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
        act_type.label, act_type.category, animal.client_id, animal.species,
        least(animal.deceased_on, animal.departed_on) as gone_on
    from (select * from known_act union all select * from birth) as origin
    join reach on reach.act_type = origin.act_type
    join act_type on act_type.act_type = origin.act_type
    join animal on animal.animal_id = origin.animal_id
    join client on client.client_id = animal.client_id
    where origin.due_on is not null
        and origin.due_on + reach.first_offset <= $until + $ahead_days
        and origin.due_on + reach.end_offset > $since
        and (act_type.species = '' or list_contains(string_split(act_type.species, '|'), animal.species))
        and (act_type.neutered is null or animal.neutered = act_type.neutered)
        and not client.archived
),
-- From the day of the next act of its group on, an anchor is one no more.
fulfilled as (
    select
        candidate.animal_id, candidate.recall_group, candidate.anchor_id,
        min(later.performed_on) as fulfilled_on
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
    group by candidate.animal_id, candidate.recall_group, candidate.anchor_id
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
    where claim.claimed_on < $sent_before
),
last_sent as (
    select animal_id, recall_group, anchor_id, max(claimed_on) as last_sent_on
    from live
    group by animal_id, recall_group, anchor_id
),
-- A step is current from its day until the next one that can be reached. Only the first
-- one may join a delivery before its day: later ones wait behind a step that is current.
current_step as (
    select
        candidate.*, step.step, candidate.due_on + step.offset_days as planned_on,
        step.valid_days, step.channels, step.paper_form,
        lead(candidate.due_on + step.offset_days) over anchor as next_on,
        row_number() over anchor = 1 as is_first
    from candidate
    join step on step.act_type = candidate.act_type
    where step.active_from is null or candidate.due_on + step.offset_days >= step.active_from
    window anchor as (
        partition by candidate.animal_id, candidate.recall_group, candidate.anchor_id
        order by step.step
    )
),
appointment_of_animal as (
    select animal_id, list(distinct starts_on) as days
    from appointment
    where animal_id is not null and starts_on >= $since
    group by animal_id
),
appointment_of_client as (
    select client_id, list(distinct starts_on) as days
    from appointment
    where animal_id is null and starts_on >= $since
    group by client_id
),
possible as (
    select
        current_step.*,
        greatest(performed_on, $since, last_sent_on + $min_gap_days) as opens_on,
        least(planned_on + valid_days, next_on, fulfilled_on, gone_on, $until + 1) - 1 as last_day,
        current_step.is_first and $ahead_days > 0 as may_join,
        case when list_contains(reached.forms, 'email') then 1 else 0 end
        + case when list_contains(reached.forms, 'sms') then 2 else 0 end
        + case
            when not list_contains(reached.forms, 'paper') then 0
            when current_step.paper_form = 'card' then 8
            else 4
        end as kinds,
        list_concat(
            coalesce(appointment_of_animal.days, []), coalesce(appointment_of_client.days, [])
        ) as appointments
    from current_step
    join reached
        on reached.client_id = current_step.client_id
        and reached.channels = current_step.channels
    left join fulfilled
        on fulfilled.animal_id = current_step.animal_id
        and fulfilled.recall_group = current_step.recall_group
        and fulfilled.anchor_id = current_step.anchor_id
    left join last_sent
        on last_sent.animal_id = current_step.animal_id
        and last_sent.recall_group = current_step.recall_group
        and last_sent.anchor_id = current_step.anchor_id
    left join appointment_of_animal on appointment_of_animal.animal_id = current_step.animal_id
    left join appointment_of_client on appointment_of_client.client_id = current_step.client_id
    anti join live
        on live.animal_id = current_step.animal_id
        and live.recall_group = current_step.recall_group
        and live.anchor_id = current_step.anchor_id
        and live.step = current_step.step
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
waiting as materialized (
    select
        *,
        row_number() over () as number,
        dense_rank() over (order by animal_id, recall_group, anchor_id) as anchor,
        case
            when $ahead_days = 0 then dense_rank() over (order by animal_id, recall_group, anchor_id)
            when $by_animal then dense_rank() over (order by client_id, animal_id)
            else dense_rank() over (order by client_id)
        end as together
    from possible
    where kinds > 0
        and opens_on <= last_day
        and planned_on - if(may_join, $ahead_days, 0) <= last_day
),
wave as (
    select
        number, anchor, together, kinds, opens_on, planned_on, last_day, may_join,
        appointments, null::date as leaves_on
    from waiting
    union all
    (
        with
        -- The first day that nothing holds is the first of all, or one after an appointment.
        free as (
            select
                * exclude (leaves_on),
                case
                    when len(appointments) = 0 then greatest(opens_on, planned_on)
                    else list_min(list_filter(
                        list_prepend(
                            greatest(opens_on, planned_on),
                            list_transform(appointments, lambda held: held + 1)
                        ),
                        lambda on_day:
                            on_day >= greatest(opens_on, planned_on)
                            and len(list_filter(
                                appointments,
                                lambda held: held between on_day and on_day + $appointment_days
                            )) = 0
                    ))
                end as free_on
            from wave
            where leaves_on is null
        ),
        ready as (
            select
                *,
                if(free_on <= last_day, free_on, null) as ready_on,
                min(if(free_on <= last_day, free_on, null)) over (partition by together) as next_on
            from free
        ),
        leaving as (
            select
                *,
                bit_or(if(ready_on = next_on, kinds, 0)) over (partition by together) as next_kinds
            from ready
            where next_on is not null
        ),
        decided as (
            select
                *,
                case
                    when ready_on = next_on then kinds
                    when may_join
                        and next_on < planned_on
                        and planned_on <= next_on + $ahead_days
                        and next_on between opens_on and last_day
                        and len(list_filter(
                            appointments,
                            lambda held: held between next_on and next_on + $appointment_days
                        )) = 0
                    then kinds & next_kinds
                    else 0
                end as left_kinds
            from leaving
        ),
        told as (
            select
                *,
                if(left_kinds > 0, next_on, null) as leaves_on,
                max(if(left_kinds > 0, next_on, null)) over (partition by anchor) as anchor_left_on
            from decided
        )
        select
            number, anchor, together, if(left_kinds > 0, left_kinds, kinds) as kinds,
            greatest(opens_on, anchor_left_on + $min_gap_days) as opens_on,
            planned_on, last_day, may_join, appointments, leaves_on
        from told
        where leaves_on is not null or last_day > next_on
    )
)
select
    waiting.client_id, waiting.animal_id, waiting.species, waiting.recall_group,
    waiting.act_type, waiting.label, waiting.category, waiting.anchor_id, waiting.due_on,
    waiting.step, waiting.planned_on, wave.leaves_on, wave.kinds
from wave
join waiting on waiting.number = wave.number
where wave.leaves_on is not null
order by
    wave.leaves_on, waiting.client_id, waiting.animal_id, waiting.recall_group,
    waiting.anchor_id, waiting.step
