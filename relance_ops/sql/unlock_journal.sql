-- Let lines of the journal be changed until `lock_journal`, within one transaction.
drop trigger if exists event_keeps_its_lines on event
