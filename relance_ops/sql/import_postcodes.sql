-- Excel takes the leading zero off a French postcode (01000 becomes 1000): no French
-- one has four digits, so it is given back. Belgium and others do have four.
update import_cell
set value = '0' || import_cell.value
from (
    select
        postcode.line,
        coalesce(country.value, client.country, 'FR') as country
    from import_cell as postcode
    left join import_cell as country on country.line = postcode.line and country.name = 'country'
    left join import_cell as id on id.line = postcode.line and id.name = 'client_id'
    left join client on client.client_id = id.value
    where postcode.name = 'postcode'
) as place
where import_cell.name = 'postcode'
    and import_cell.line = place.line
    and place.country = 'FR'
    and regexp_full_match(import_cell.value, '\d{4}')
