-- Rules are published in the clinic, not in a copy of it. No parameter, no column.
create trigger no_rules_for_a_copy before insert on rule_version for each statement
    insert into event_guard select error('relance-ops: a copy is only read')
