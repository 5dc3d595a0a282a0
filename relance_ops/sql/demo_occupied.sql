-- What the file holds already. Columns: clients, others (act types, rules and runs).
select
    (select count(*) from client) as clients,
    (select count(*) from act_type) + (select count(*) from rule_version)
        + (select count(*) from run) as others
