-- Fill the table from demo_rows, the frame registered under that name.
insert into client (
    client_id, title, last_name, first_name, address1, address2, postcode, city, country,
    email, mobile, phone, language, by_email, by_paper, by_sms, refuses_email,
    refuses_paper, refuses_sms, mail_returned, archived
)
select
    client_id, title, last_name, first_name, address1, address2, postcode, city, country,
    email, mobile, phone, language, by_email, by_paper, by_sms, refuses_email,
    refuses_paper, refuses_sms, mail_returned, archived
from demo_rows
order by client_id
