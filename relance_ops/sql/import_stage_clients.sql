-- The good rows of the clients file, whole: what the file says, else what is known already,
-- else the default. A column that the file lacks has no cell; an empty cell is ''.
-- Columns: line, key, then those of the table client.
create temp table import_staged as
with
wide as (
    select
        line,
        any_value(value) filter (name = 'client_id') as client_id,
        any_value(value) filter (name = 'title') as title,
        any_value(value) filter (name = 'last_name') as last_name,
        any_value(value) filter (name = 'first_name') as first_name,
        any_value(value) filter (name = 'address1') as address1,
        any_value(value) filter (name = 'address2') as address2,
        any_value(value) filter (name = 'postcode') as postcode,
        any_value(value) filter (name = 'city') as city,
        any_value(value) filter (name = 'country') as country,
        any_value(value) filter (name = 'email') as email,
        any_value(value) filter (name = 'mobile') as mobile,
        any_value(value) filter (name = 'phone') as phone,
        any_value(value) filter (name = 'language') as language,
        any_value(value) filter (name = 'by_email') as by_email,
        any_value(value) filter (name = 'by_paper') as by_paper,
        any_value(value) filter (name = 'by_sms') as by_sms,
        any_value(value) filter (name = 'refuses_email') as refuses_email,
        any_value(value) filter (name = 'refuses_paper') as refuses_paper,
        any_value(value) filter (name = 'refuses_sms') as refuses_sms,
        any_value(value) filter (name = 'mail_returned') as mail_returned,
        any_value(value) filter (name = 'archived') as archived
    from import_cell
    where line not in (select line from import_reject)
    group by line
)
select
    wide.line,
    wide.client_id as key,
    wide.client_id,
    coalesce(wide.title, known.title, '') as title,
    wide.last_name,
    coalesce(wide.first_name, known.first_name, '') as first_name,
    coalesce(wide.address1, known.address1, '') as address1,
    coalesce(wide.address2, known.address2, '') as address2,
    coalesce(wide.postcode, known.postcode, '') as postcode,
    coalesce(wide.city, known.city, '') as city,
    coalesce(wide.country, known.country, 'FR') as country,
    coalesce(wide.email, known.email, '') as email,
    coalesce(wide.mobile, known.mobile, '') as mobile,
    coalesce(wide.phone, known.phone, '') as phone,
    coalesce(wide.language, known.language, 'fr') as language,
    coalesce(wide.by_email::boolean, known.by_email, true) as by_email,
    coalesce(wide.by_paper::boolean, known.by_paper, true) as by_paper,
    coalesce(wide.by_sms::boolean, known.by_sms, true) as by_sms,
    coalesce(wide.refuses_email::boolean, known.refuses_email, false) as refuses_email,
    coalesce(wide.refuses_paper::boolean, known.refuses_paper, false) as refuses_paper,
    coalesce(wide.refuses_sms::boolean, known.refuses_sms, false) as refuses_sms,
    coalesce(wide.mail_returned::boolean, known.mail_returned, false) as mail_returned,
    coalesce(wide.archived::boolean, known.archived, false) as archived
from wide
left join client as known on known.client_id = wide.client_id
