-- The run that a press of the button already set off.
-- Parameter: $nonce. Column: run_id (no row if it set off none).
select run_id from run where nonce = $nonce order by run_id
