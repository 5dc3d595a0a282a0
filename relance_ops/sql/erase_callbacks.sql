-- Forget what gateways called us with that holds a number of a client.
-- Parameter: $digits (the last nine digits of each number)
-- Columns: callback_id
delete from callback
where len(list_filter($digits, lambda number: contains(content, number))) > 0
returning callback_id
