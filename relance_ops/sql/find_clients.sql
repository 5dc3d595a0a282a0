-- Clients whose record holds every word that is looked for, by name.
-- Parameters
--   $words   what was typed: every word must be in a name, an animal's name, the email
--            address, the town or the number; capitals and accents do not matter
--   $digits  the digits of it when it is a phone number, as 0612…; '' when it is not
--   $limit   at most so many
-- Columns: client_id, client_name (last name first), city, email, mobile, phone,
--   archived, animals (names, in order)
with
wanted as (
    select list_filter(
        string_split(strip_accents(lower(trim($words))), ' '), lambda word: word <> ''
    ) as words
),
household as (
    select client_id, list(name order by name, animal_id) as animals
    from animal
    group by client_id
),
record as (
    select
        client.client_id, trim(last_name || ' ' || first_name) as client_name, city, email,
        mobile, phone, archived, coalesce(household.animals, []) as animals,
        strip_accents(lower(concat_ws(
            ' ', client.client_id, last_name, first_name, email, city,
            array_to_string(household.animals, ' ')
        ))) as written,
        regexp_replace(regexp_replace(mobile, '[^0-9+/]', '', 'g'), '(\+|00)33', '0', 'g')
            || '/'
            || regexp_replace(regexp_replace(phone, '[^0-9+/]', '', 'g'), '(\+|00)33', '0', 'g')
            as numbers
    from client
    left join household on household.client_id = client.client_id
)
select client_id, client_name, city, email, mobile, phone, archived, animals
from record, wanted
where len(wanted.words) > 0
    and (
        len(list_filter(wanted.words, lambda word: not contains(record.written, word))) = 0
        or ($digits <> '' and contains(record.numbers, $digits))
    )
order by
    starts_with(strip_accents(lower(client_name)), wanted.words[1]) desc,
    strip_accents(lower(client_name)), client_id
limit $limit
