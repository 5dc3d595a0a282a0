-- The clients without who they are: whom each form reaches, and who looks alike, stay true.
--
-- Parameters
--   $key          the clinic's own, as hex: without it nobody finds a name again
--   $by_email     ids of the clients whose email is an address
--   $by_sms       ids of the clients whose mobile is one
--   $by_call      ids of the clients whose telephone is a number
-- Columns: as the table. Of a postcode only the department is left; the number of every
--   mobile is the one of the examples.
with
told as (
    select
        *,
        lower(concat_ws('|', trim(last_name), trim(first_name))) as full_name,
        lower(concat_ws('|', trim(address1), trim(postcode))) as place,
        case
            when trim(postcode) = '' then ''
            when country <> 'FR' then '00000'
            when left(postcode, 2) in ('97', '98') then left(postcode, 3) || '00'
            else left(postcode, 2) || '000'
        end as department
    from client
)
select
    left(sha256($key || 'client' || client_id), 16) as client_id,
    if(trim(last_name) = '', '', 'N-' || left(sha256($key || 'name' || full_name), 16)) as last_name,
    if(
        trim(address1 || address2) = '', '',
        'A-' || left(sha256($key || 'place' || place), 16)
    ) as address1,
    department as postcode,
    if(trim(city) = '', '', 'V-' || department) as city,
    country,
    case
        when trim(email) = '' then ''
        when client_id in (select unnest($by_email::varchar[]))
            then left(sha256($key || 'email' || lower(trim(email))), 16) || '@example.org'
        else 'illisible'
    end as email,
    case
        when trim(mobile) = '' then ''
        when client_id in (select unnest($by_sms::varchar[])) then '+33612345678'
        else 'illisible'
    end as mobile,
    case
        when trim(phone) = '' then ''
        when client_id in (select unnest($by_call::varchar[])) then '+33199000001'
        else 'illisible'
    end as phone,
    language, by_email, by_paper, by_sms, refuses_email, refuses_paper, refuses_sms,
    mail_returned, archived
from told
order by client_id
