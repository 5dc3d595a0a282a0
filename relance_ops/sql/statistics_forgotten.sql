-- The animals that no rule will ever bring back: alive, present, and nothing that they did,
-- nor their age, gives a due date to which a rule answers. Anchors are those of due.sql.
--
-- Parameters
--   $on               the clinic's today: what comes after it is not known
-- Columns
--   client_id, animal_id, species, last_type, last_label (the act done last; '' none),
--   last_on (null: none), reason: 'no_act' (never came), 'no_due' (its acts ask for nothing),
--   'no_rule' (an act asks to come back, and no active rule says so)
with
present as (
    select animal.animal_id, animal.client_id, animal.species, animal.neutered, animal.birth_date
    from animal
    join client on client.client_id = animal.client_id
    where not client.archived
        and (animal.deceased_on is null or animal.deceased_on > $on)
        and (animal.departed_on is null or animal.departed_on > $on)
),
ruled as (
    select distinct act_type
    from rule
    where active and version = (select max(version) from rule_version)
),
known_act as (
    select
        act.act_id, act.animal_id, act_type.recall_group, act.act_type, act_type.label,
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
),
origin as (
    select act_id as anchor_id, animal_id, recall_group, act_type, performed_on, due_on
    from known_act
    union all
    select
        'birth' as anchor_id, present.animal_id, act_type.recall_group, act_type.act_type,
        null::date as performed_on,
        due_after(present.birth_date, act_type.delay_months, act_type.delay_days) as due_on
    from present
    join act_type on act_type.trigger = 'age'
    where present.birth_date is not null
),
anchor as (
    select *
    from origin
    qualify row_number() over (
        partition by animal_id, recall_group
        order by performed_on desc nulls last, coalesce(due_on, date '0001-01-01') desc,
            anchor_id desc
    ) = 1
),
awaited as (
    select present.animal_id, bool_or(ruled.act_type is not null) as is_ruled
    from anchor
    join present on present.animal_id = anchor.animal_id
    join act_type on act_type.act_type = anchor.act_type
    left join ruled on ruled.act_type = anchor.act_type
    where anchor.due_on is not null
        and (act_type.species = '' or list_contains(string_split(act_type.species, '|'), present.species))
        and (act_type.neutered is null or present.neutered = act_type.neutered)
    group by present.animal_id
),
latest as (
    select animal_id, act_type, label, performed_on
    from known_act
    qualify row_number() over (
        partition by animal_id order by performed_on desc, act_id desc
    ) = 1
)
select
    present.client_id, present.animal_id, present.species,
    coalesce(latest.act_type, '') as last_type,
    coalesce(latest.label, '') as last_label,
    latest.performed_on as last_on,
    case
        when awaited.animal_id is not null then 'no_rule'
        when latest.animal_id is null then 'no_act'
        else 'no_due'
    end as reason
from present
left join awaited on awaited.animal_id = present.animal_id
left join latest on latest.animal_id = present.animal_id
where not coalesce(awaited.is_ruled, false)
order by present.client_id, present.animal_id
