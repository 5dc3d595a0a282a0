-- Keep the addresses that a channel refused, under the pseudonyms of a snapshot.
-- Parameters: $client_id, $form, $address, $flagged_at; one list per column
insert into dead_contact (client_id, form, address, reason, flagged_at)
select
    unnest($client_id::varchar[]), unnest($form::varchar[]), unnest($address::varchar[]), '',
    unnest($flagged_at::timestamp[])
