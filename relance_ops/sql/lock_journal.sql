-- No line of the journal is ever changed, as in the second migration.
create trigger event_keeps_its_lines after update on event for each statement
    insert into event_guard select error('the journal is append-only: no line is ever changed')
