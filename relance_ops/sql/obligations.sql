-- Every obligation (an animal, a recall group, the act or the birth that asks to come back)
-- that began over some days, whether somebody was reminded or not, and what became of it.
-- It begins on the day of its first reminder by the rules given, and, in the hold-out, on the
-- day that chance was drawn. The words are those of returns.py and docs/returns.md.
--
-- Parameters
--   $since, $until    the days, both included
--   $on               the clinic's today: what comes after it is not known
--   $appointment_days an appointment this near would have held the first reminder
--   $act_types, $first_offsets
--                     when each act type is first reminded, from its due date, as lists of
--                     one length
-- Columns
--   client_id, animal_id, species, recall_group, act_type, label, category, anchor_id, due_on,
--   planned_on (of the first reminder, by these rules; null: none, or nobody to remind),
--   drawn_on, step, percent, withheld (of the first draw; null: it takes no part in the
--   hold-out), came_on (the next act of its group), gone_on, reminded_on (the first reminder
--   that left), has_appointment (one was near on planned_on), age_years (on planned_on, or on
--   drawn_on; null: unknown)
with
first_step as (
    select
        unnest($act_types::varchar[]) as act_type,
        unnest($first_offsets::integer[]) as offset_days
),
draw as (
    select
        animal_id, recall_group, anchor_id,
        min(drawn_on) as drawn_on,
        arg_min(step, drawn_on) as step,
        arg_min(percent, drawn_on) as percent,
        arg_min(withheld, drawn_on) as withheld
    from holdout
    group by animal_id, recall_group, anchor_id
),
origin as (
    select
        act.act_id as anchor_id, act.animal_id, act_type.recall_group, act.act_type, act.performed_on,
        coalesce(
            act.due_on,
            case when act_type.trigger = 'act'
                then due_after(act.performed_on, act_type.delay_months, act_type.delay_days)
            end
        ) as due_on
    from act
    join act_type on act_type.act_type = act.act_type
    where act.performed_on <= $on
    union all
    select
        'birth' as anchor_id, animal.animal_id, act_type.recall_group, act_type.act_type,
        null::date as performed_on,
        due_after(animal.birth_date, act_type.delay_months, act_type.delay_days) as due_on
    from animal
    join act_type on act_type.trigger = 'age'
    where animal.birth_date is not null
),
followed as (
    select
        *,
        lead(performed_on) over (
            partition by animal_id, recall_group
            order by performed_on nulls first, coalesce(due_on, date '0001-01-01'), anchor_id
        ) as came_on
    from origin
),
begun as (
    select
        followed.*, animal.client_id, animal.species, animal.birth_date,
        act_type.label, act_type.category,
        least(animal.deceased_on, animal.departed_on) as gone_on,
        draw.drawn_on, draw.step, draw.percent, draw.withheld,
        case
            when not client.archived
                and (act_type.species = '' or list_contains(string_split(act_type.species, '|'), animal.species))
                and (act_type.neutered is null or animal.neutered = act_type.neutered)
                then followed.due_on + first_step.offset_days
        end as planned_on
    from followed
    join act_type on act_type.act_type = followed.act_type
    join animal on animal.animal_id = followed.animal_id
    join client on client.client_id = animal.client_id
    left join first_step on first_step.act_type = followed.act_type
    left join draw
        on draw.animal_id = followed.animal_id
        and draw.recall_group = followed.recall_group
        and draw.anchor_id = followed.anchor_id
),
asked as (
    select *
    from begun
    where planned_on between $since and $until
        or drawn_on between $since and $until
),
-- It has left, or may have, and nothing has undone it (returns.sql).
reminded as (
    select claim.animal_id, claim.recall_group, claim.anchor_id, min(claim.claimed_on) as reminded_on
    from claim
    semi join (
        select delivery_id from ledger where state in ('sent', 'awaiting', 'uncertain')
    ) as gone on gone.delivery_id = claim.delivery_id
    anti join (
        select delivery_id from ledger where state in ('voided', 'failed', 'bounced')
    ) as ended on ended.delivery_id = claim.delivery_id
    where claim.claimed_on <= $on
    group by claim.animal_id, claim.recall_group, claim.anchor_id
),
expecting as (
    select distinct asked.animal_id, asked.recall_group, asked.anchor_id
    from asked
    join appointment
        on appointment.client_id = asked.client_id
        and coalesce(appointment.animal_id, asked.animal_id) = asked.animal_id
    where appointment.starts_on between asked.planned_on and asked.planned_on + $appointment_days
)
select
    asked.client_id, asked.animal_id, asked.species, asked.recall_group, asked.act_type,
    asked.label, asked.category, asked.anchor_id, asked.due_on, asked.planned_on,
    asked.drawn_on, asked.step, asked.percent, asked.withheld, asked.came_on, asked.gone_on,
    reminded.reminded_on,
    expecting.animal_id is not null as has_appointment,
    date_sub('month', asked.birth_date, coalesce(asked.planned_on, asked.drawn_on)) // 12 as age_years
from asked
left join reminded
    on reminded.animal_id = asked.animal_id
    and reminded.recall_group = asked.recall_group
    and reminded.anchor_id = asked.anchor_id
left join expecting
    on expecting.animal_id = asked.animal_id
    and expecting.recall_group = asked.recall_group
    and expecting.anchor_id = asked.anchor_id
order by
    coalesce(asked.drawn_on, asked.planned_on), asked.client_id, asked.animal_id,
    asked.recall_group, asked.anchor_id
