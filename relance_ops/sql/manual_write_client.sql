-- Write one field of some clients. Parameters: $field, $value (canonical text), $ids
update client
set
    by_email = case when $field = 'by_email' then try_cast($value as boolean) else by_email end,
    by_paper = case when $field = 'by_paper' then try_cast($value as boolean) else by_paper end,
    by_sms = case when $field = 'by_sms' then try_cast($value as boolean) else by_sms end,
    refuses_email = case when $field = 'refuses_email' then try_cast($value as boolean) else refuses_email end,
    refuses_paper = case when $field = 'refuses_paper' then try_cast($value as boolean) else refuses_paper end,
    refuses_sms = case when $field = 'refuses_sms' then try_cast($value as boolean) else refuses_sms end,
    mail_returned = case when $field = 'mail_returned' then try_cast($value as boolean) else mail_returned end,
    archived = case when $field = 'archived' then try_cast($value as boolean) else archived end,
    email = case when $field = 'email' then $value else email end,
    mobile = case when $field = 'mobile' then $value else mobile end,
    phone = case when $field = 'phone' then $value else phone end,
    address1 = case when $field = 'address1' then $value else address1 end,
    address2 = case when $field = 'address2' then $value else address2 end,
    postcode = case when $field = 'postcode' then $value else postcode end,
    city = case when $field = 'city' then $value else city end
where client_id in (select unnest($ids::varchar[]))
