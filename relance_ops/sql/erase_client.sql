-- Leave of a client the number of the record: nothing names or reaches anybody.
-- Parameters: $client_id, $name (what stands in the place of the name).
-- Columns: client_id
update client
set title = '', last_name = $name, first_name = '', address1 = '', address2 = '',
    postcode = '', city = '', email = '', mobile = '', phone = '',
    by_email = false, by_paper = false, by_sms = false,
    refuses_email = true, refuses_paper = true, refuses_sms = true,
    mail_returned = false, archived = true
where client_id = $client_id
returning client_id
