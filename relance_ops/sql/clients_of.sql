-- The clients named in $client_ids, as needed to reach them.
-- Columns: those of table client, then dead (list of 'form|address' refused for good).
select
    client.client_id, title, last_name, first_name, address1, address2, postcode, city,
    country, email, mobile, phone, language, by_email, by_paper, by_sms,
    refuses_email, refuses_paper, refuses_sms, mail_returned,
    coalesce(flagged.dead, []) as dead
from client
left join (
    select client_id, list(form || '|' || address order by form, address) as dead
    from dead_contact
    group by client_id
) as flagged on flagged.client_id = client.client_id
where client.client_id in (select unnest($client_ids::varchar[]))
order by client.client_id
