-- Clients who were reminded and have not come back by $on.
-- Parameters: $on, the clinic's day.
-- Columns: those of model.Expected, in its order.
with
reminded as (
    select
        claim.animal_id, claim.recall_group, claim.anchor_id,
        max(claim.claimed_on) as last_sent_on,
        list_sort(list(distinct claim.step)) as steps_sent,
        list_sort(list(distinct claim.channel)) as channels,
        arg_max(claim.act_type, claim.claimed_on) as act_type,
        arg_max(claim.due_on, claim.claimed_on) as claimed_due_on
    from claim
    semi join (
        -- It has left, or may have: a delivery still on its way reminded nobody yet.
        select delivery_id
        from ledger
        where state in ('sent', 'awaiting', 'uncertain')
    ) as gone on gone.delivery_id = claim.delivery_id
    anti join (
        select delivery_id from ledger where state in ('voided', 'failed', 'bounced')
    ) as ended on ended.delivery_id = claim.delivery_id
    where claim.claimed_on <= $on
    group by claim.animal_id, claim.recall_group, claim.anchor_id
),
known_act as (
    select
        act.act_id, act.animal_id, act_type.recall_group, act.performed_on,
        coalesce(
            act.due_on,
            case when act_type.trigger = 'act'
                then due_after(act.performed_on, act_type.delay_months, act_type.delay_days)
            end
        ) as due_on
    from act
    join act_type on act_type.act_type = act.act_type
    where act.performed_on <= $on
        and act.animal_id in (select animal_id from reminded)
),
anchor as (
    select
        reminded.animal_id, reminded.recall_group, reminded.anchor_id,
        known_act.performed_on, known_act.due_on
    from reminded
    left join known_act
        on known_act.animal_id = reminded.animal_id
        and known_act.act_id = reminded.anchor_id
),
returned as (
    select distinct anchor.animal_id, anchor.recall_group, anchor.anchor_id
    from anchor
    join known_act as later
        on later.animal_id = anchor.animal_id
        and later.recall_group = anchor.recall_group
    where anchor.performed_on is null
        or later.performed_on > anchor.performed_on
        or (
            later.performed_on = anchor.performed_on
            and (coalesce(later.due_on, date '0001-01-01'), later.act_id)
                > (coalesce(anchor.due_on, date '0001-01-01'), anchor.anchor_id)
        )
)
select
    client.client_id,
    trim(client.title || ' ' || client.first_name || ' ' || client.last_name) as client_name,
    coalesce(nullif(client.mobile, ''), client.phone) as phone,
    animal.animal_id, animal.name as animal_name,
    reminded.recall_group, reminded.act_type, act_type.label, act_type.family,
    reminded.anchor_id,
    coalesce(
        anchor.due_on,
        case when reminded.anchor_id = 'birth'
            then due_after(animal.birth_date, act_type.delay_months, act_type.delay_days)
        end,
        reminded.claimed_due_on
    ) as due_on,
    reminded.last_sent_on, reminded.steps_sent, reminded.channels
from reminded
join animal on animal.animal_id = reminded.animal_id
join client on client.client_id = animal.client_id
join act_type on act_type.act_type = reminded.act_type
left join anchor
    on anchor.animal_id = reminded.animal_id
    and anchor.recall_group = reminded.recall_group
    and anchor.anchor_id = reminded.anchor_id
anti join returned
    on returned.animal_id = reminded.animal_id
    and returned.recall_group = reminded.recall_group
    and returned.anchor_id = reminded.anchor_id
where not client.archived
    and (animal.deceased_on is null or animal.deceased_on > $on)
    and (animal.departed_on is null or animal.departed_on > $on)
order by client.client_id, animal.animal_id, reminded.recall_group, reminded.anchor_id
