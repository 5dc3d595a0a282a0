-- What one field of some clients holds, as the import's canonical text.
-- Parameters: $field, $ids
-- Columns: id, value ('' is empty, booleans are true/false)
select
    client_id as id,
    case $field
        when 'by_email' then by_email::varchar
        when 'by_paper' then by_paper::varchar
        when 'by_sms' then by_sms::varchar
        when 'refuses_email' then refuses_email::varchar
        when 'refuses_paper' then refuses_paper::varchar
        when 'refuses_sms' then refuses_sms::varchar
        when 'mail_returned' then mail_returned::varchar
        when 'archived' then archived::varchar
        when 'email' then email
        when 'mobile' then mobile
        when 'phone' then phone
        when 'address1' then address1
        when 'address2' then address2
        when 'postcode' then postcode
        when 'city' then city
    end as value
from client
semi join (select unnest($ids::varchar[]) as id) as wanted on wanted.id = client.client_id
order by client_id
