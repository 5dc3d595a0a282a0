-- Every act that asked to come back, and how long after its due date the next one of its
-- group was done: the clinic's own delays, whether somebody was reminded or not.
--
-- Parameters
--   $on       the clinic's today: what comes after it is not known
--   $since    due dates before it are left aside
-- Columns
--   animal_id, recall_group, act_type, due_on, days (from the due date to the next act, or
--   to what ended the wait; negative before it), came (the next act was done), next_type
--   (the act type that usually follows this one), next_months and next_days (its delay;
--   null: it asks for nothing), is_open (it is still waited for)
with
origin as (
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
    union all
    select
        'birth' as act_id, animal.animal_id, act_type.recall_group, act_type.act_type,
        null::date as performed_on,
        due_after(animal.birth_date, act_type.delay_months, act_type.delay_days) as due_on
    from animal
    join act_type on act_type.trigger = 'age'
    where animal.birth_date is not null
),
followed as (
    select
        *,
        lead(performed_on) over in_order as next_on,
        lead(act_type) over in_order as next_type
    from origin
    window in_order as (
        partition by animal_id, recall_group
        order by performed_on nulls first, coalesce(due_on, date '0001-01-01'), act_id
    )
),
-- An age's first act is of its own type; an act that nothing followed yet repeats itself.
usual as (
    select
        act_type.act_type,
        coalesce(mode(followed.next_type), act_type.act_type) as next_type
    from act_type
    left join followed
        on followed.act_type = act_type.act_type
        and followed.next_type is not null
        and followed.performed_on is not null
    group by act_type.act_type
),
told as (
    select
        followed.animal_id, followed.recall_group, followed.act_type, followed.due_on,
        followed.next_on, client.archived,
        least(animal.deceased_on, animal.departed_on) as gone_on,
        if(followed.act_id = 'birth', followed.act_type, usual.next_type) as next_type
    from followed
    join act_type on act_type.act_type = followed.act_type
    join usual on usual.act_type = followed.act_type
    join animal on animal.animal_id = followed.animal_id
    join client on client.client_id = animal.client_id
    where followed.due_on >= $since
        and (act_type.species = '' or list_contains(string_split(act_type.species, '|'), animal.species))
        and (act_type.neutered is null or animal.neutered = act_type.neutered)
)
select
    told.animal_id, told.recall_group, told.act_type, told.due_on,
    least(told.next_on, told.gone_on, $on) - told.due_on as days,
    coalesce(told.next_on <= least(told.gone_on, $on), false) as came,
    told.next_type,
    if(following.trigger = 'act', following.delay_months, null) as next_months,
    if(following.trigger = 'act', following.delay_days, null) as next_days,
    told.next_on is null and not told.archived and (told.gone_on is null or told.gone_on > $on) as is_open
from told
join act_type as following on following.act_type = told.next_type
order by told.animal_id, told.recall_group, told.due_on, told.act_type
