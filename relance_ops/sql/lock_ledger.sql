-- No line of the ledger is ever changed, as in the first migration.
create trigger ledger_keeps_its_lines after update on ledger for each statement
    insert into ledger_guard select error('the ledger is append-only: no line is ever changed')
