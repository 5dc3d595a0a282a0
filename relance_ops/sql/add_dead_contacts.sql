-- Remember addresses that a channel refused for good; known ones keep their first reason.
-- Parameters: $delivery_ids, $reasons (one list each), $flagged_at (UTC).
insert into dead_contact (client_id, form, address, reason, flagged_at)
select
    delivery.client_id,
    case when delivery.channel in ('letter', 'card') then 'paper' else delivery.channel end,
    delivery.address, min(refused.reason), $flagged_at
from (
    select unnest($delivery_ids::bigint[]) as delivery_id, unnest($reasons::varchar[]) as reason
) as refused
join delivery on delivery.delivery_id = refused.delivery_id
group by delivery.client_id, delivery.channel, delivery.address
on conflict do nothing
