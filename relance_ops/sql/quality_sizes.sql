-- How many the checks of quality.sql look at.
--
-- Parameter: $on, the clinic's today
-- Columns: clients (not archived), animals (of such a client, neither dead nor departed),
--   acts, act_types
select
    (select count(*) from client where not archived) as clients,
    (
        select count(*)
        from animal
        semi join (select client_id from client where not archived) as known
            on known.client_id = animal.client_id
        where coalesce(deceased_on, departed_on, date '9999-12-31') > $on
    ) as animals,
    (select count(*) from act) as acts,
    (select count(*) from act_type) as act_types
order by clients
