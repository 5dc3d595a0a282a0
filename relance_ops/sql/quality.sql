-- What looks wrong in the clinic's data, one line for each finding; the checks are told in
-- acts_seen.py.
--
-- Parameters
--   $on       the clinic's today
--   $since    an act type with no act from that day on is hardly used
-- Columns: finding, id (of the client, animal, act or act type)
with
known_client as (
    select
        client_id,
        trim(email) as email,
        trim(mobile) as mobile,
        trim(address1 || address2) <> '' and trim(postcode) <> '' and trim(city) <> ''
            as has_address,
        lower(concat_ws('|', trim(last_name), trim(first_name), trim(address1), trim(postcode)))
            as who
    from client
    where not archived
),
present as (
    select animal.*
    from animal
    semi join known_client on known_client.client_id = animal.client_id
    where coalesce(deceased_on, departed_on, date '9999-12-31') > $on
),
known_act as (
    select act.*, animal.birth_date, animal.deceased_on, animal.animal_id is not null as is_known
    from act
    left join animal on animal.animal_id = act.animal_id
),
in_force as (
    select distinct act_type
    from rule
    where active and version = (select max(version) from rule_version)
),
used as (
    select distinct act_type from act where performed_on >= $since
),
found as (
    select 'no_contact' as finding, client_id as id
    from known_client
    where email = '' and mobile = '' and not has_address
    union all
    select 'no_email', client_id from known_client where email = ''
    union all
    select 'no_mobile', client_id from known_client where mobile = ''
    union all
    select 'no_address', client_id from known_client where not has_address
    union all
    select 'same_client', client_id
    from known_client
    where has_address
    qualify count(*) over (partition by who) > 1
    union all
    select 'same_email', client_id
    from known_client
    where email <> ''
    qualify count(*) over (partition by lower(email)) > 1
    union all
    select 'no_animal', client_id
    from known_client
    where client_id not in (select client_id from present)
    union all
    select 'no_birth', animal_id from present where birth_date is null
    union all
    select 'very_old', animal_id
    from present
    where birth_date < $on - to_years(if(species = 'horse', 40, 25))
    union all
    select 'other_species', animal_id from present where species = 'other'
    union all
    select 'no_sex', animal_id from present where sex is null or neutered is null
    union all
    select 'same_animal', animal_id
    from present
    qualify count(*) over (partition by client_id, species, lower(trim(name))) > 1
    union all
    select 'no_act', animal_id
    from present
    where animal_id not in (select animal_id from act)
    union all
    select 'unknown_type', act_id
    from known_act
    where act_type not in (select act_type from act_type)
    union all
    select 'unknown_animal', act_id from known_act where not is_known
    union all
    select 'same_act', act_id
    from known_act
    qualify count(*) over (partition by animal_id, act_type, performed_on) > 1
    union all
    select 'before_birth', act_id from known_act where performed_on < birth_date
    union all
    select 'after_death', act_id from known_act where performed_on > deceased_on
    union all
    select 'no_delay', act_type from act_type where delay_months is null
    union all
    select 'no_rule', act_type
    from act_type
    where delay_months is not null and act_type not in (select act_type from in_force)
    union all
    select 'never_done', act_type
    from act_type
    where trigger = 'act' and act_type not in (select act_type from used)
)
select finding, id from found order by finding, id
