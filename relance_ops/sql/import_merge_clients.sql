-- Load the good rows of the clients file that are new or different.
-- Columns: client_id, one row each
insert or replace into client (
    client_id, title, last_name, first_name, address1, address2, postcode, city, country,
    email, mobile, phone, language, by_email, by_paper, by_sms, refuses_email, refuses_paper,
    refuses_sms, mail_returned, archived
)
select
    client_id, title, last_name, first_name, address1, address2, postcode, city, country,
    email, mobile, phone, language, by_email, by_paper, by_sms, refuses_email, refuses_paper,
    refuses_sms, mail_returned, archived
from import_staged
where line not in (select line from import_reject)
except
select
    client_id, title, last_name, first_name, address1, address2, postcode, city, country,
    email, mobile, phone, language, by_email, by_paper, by_sms, refuses_email, refuses_paper,
    refuses_sms, mail_returned, archived
from client
returning client_id
