-- How much the clinic's file holds. One row.
-- Columns: clients, animals, acts, act_types, rule_version (0: none), runs, deliveries,
--   news (heard of them).
select
    (select count(*) from client) as clients,
    (select count(*) from animal) as animals,
    (select count(*) from act) as acts,
    (select count(*) from act_type) as act_types,
    (select coalesce(max(version), 0) from rule_version) as rule_version,
    (select count(*) from run) as runs,
    (select count(*) from delivery) as deliveries,
    (select count(*) from news) as news
