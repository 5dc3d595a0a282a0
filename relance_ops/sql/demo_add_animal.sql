-- Fill the table from demo_rows, the frame registered under that name.
insert into animal (
    animal_id, client_id, name, species, breed, sex, neutered, birth_date, deceased_on,
    departed_on
)
select
    animal_id, client_id, name, species, breed, sex, neutered, birth_date, deceased_on,
    departed_on
from demo_rows
order by animal_id
