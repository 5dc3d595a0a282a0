-- From a copy of the clinic nothing leaves: no run can begin. No parameter, no column.
create trigger nothing_leaves_a_copy before insert on run for each statement
    insert into ledger_guard select error('relance-ops: a copy is only read')
