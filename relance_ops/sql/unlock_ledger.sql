-- Let lines of the ledger be changed until `lock_ledger`, within one transaction.
drop trigger if exists ledger_keeps_its_lines on ledger
