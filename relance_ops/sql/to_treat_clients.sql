-- Clients whose mail came back, or one of whose addresses was refused for good, and who
-- have an animal that may still be reminded of. No parameter.
-- Columns: client_id, client_name, mail_returned, forms, addresses, reasons, flagged_at
--   (four lists of one length, UTC; the addresses refused for good)
with
alive as (
    select distinct client_id from animal where deceased_on is null and departed_on is null
),
dead as (
    select
        client_id, list(form order by form, address) as forms,
        list(address order by form, address) as addresses,
        list(reason order by form, address) as reasons,
        list(flagged_at order by form, address) as flagged_at
    from dead_contact
    group by client_id
)
select
    client.client_id,
    trim(client.last_name || ' ' || client.first_name) as client_name,
    client.mail_returned, coalesce(dead.forms, []) as forms,
    coalesce(dead.addresses, []) as addresses, coalesce(dead.reasons, []) as reasons,
    coalesce(dead.flagged_at, []) as flagged_at
from client
left join dead on dead.client_id = client.client_id
where not client.archived
    and client.client_id in (select client_id from alive)
    and (client.mail_returned or dead.client_id is not null)
order by client.last_name, client.first_name, client.client_id
