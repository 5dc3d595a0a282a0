-- What each animal is waited for and did not come for: its current obligation is past due.
-- An anchor is chosen as in due.sql, but whether a rule reminds of it makes no difference.
--
-- Parameters
--   $on               the clinic's today: what comes after it is not known
-- Columns
--   client_id, animal_id, species, recall_group, act_type, label, category, anchor_id (an
--   act_id, or 'birth'), performed_on (null: a birth), due_on (before $on), days_late
with
present as (
    select animal.animal_id, animal.client_id, animal.species, animal.neutered, animal.birth_date
    from animal
    join client on client.client_id = animal.client_id
    where not client.archived
        and (animal.deceased_on is null or animal.deceased_on > $on)
        and (animal.departed_on is null or animal.departed_on > $on)
),
origin as (
    select
        act.act_id as anchor_id, act.animal_id, act_type.recall_group, act.act_type,
        act.performed_on,
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
        'birth' as anchor_id, present.animal_id, act_type.recall_group, act_type.act_type,
        null::date as performed_on,
        due_after(present.birth_date, act_type.delay_months, act_type.delay_days) as due_on
    from present
    join act_type on act_type.trigger = 'age'
    where present.birth_date is not null
),
-- A later act of the group fulfils every earlier one; any act fulfils a birth.
anchor as (
    select *
    from origin
    qualify row_number() over (
        partition by animal_id, recall_group
        order by performed_on desc nulls last, coalesce(due_on, date '0001-01-01') desc,
            anchor_id desc
    ) = 1
)
select
    present.client_id, present.animal_id, present.species, anchor.recall_group,
    anchor.act_type, act_type.label, act_type.category, anchor.anchor_id,
    anchor.performed_on, anchor.due_on, $on - anchor.due_on as days_late
from anchor
join present on present.animal_id = anchor.animal_id
join act_type on act_type.act_type = anchor.act_type
where anchor.due_on < $on
    and (act_type.species = '' or list_contains(string_split(act_type.species, '|'), present.species))
    and (act_type.neutered is null or present.neutered = act_type.neutered)
order by present.client_id, present.animal_id, anchor.recall_group
