-- Forget the words of servers and gateways about a client's deliveries: an address may be
-- in them. State, cause and moment of every line stay. For this only the ledger is opened.
-- Parameter: $client_id
-- Columns: entry_id
update ledger
set reason = '', reference = ''
where delivery_id in (select delivery_id from delivery where client_id = $client_id)
returning entry_id
