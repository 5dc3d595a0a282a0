-- Try an address again that was refused for good.
-- Parameters: $client_id, $form, $address. Column: reason (why it had been flagged).
delete from dead_contact
where client_id = $client_id and form = $form and address = $address
returning reason
