-- Everything the file holds about a client, as one JSON object by kind.
-- Parameter: $client_id
-- Columns: found (JSON; "client" is null when there is no such client)
select json_object(
    'client', (select to_json(client) from client where client_id = $client_id),
    'animals', (
        select list(to_json(animal) order by animal_id) from animal
        where client_id = $client_id
    ),
    'acts', (
        select list(to_json(act) order by performed_on, act_id) from act
        where animal_id in (select animal_id from animal where client_id = $client_id)
    ),
    'appointments', (
        select list(to_json(appointment) order by starts_on, appointment_id)
        from appointment
        where client_id = $client_id
    ),
    'messages', (
        select list(to_json(delivery) order by delivery_id) from delivery
        where client_id = $client_id
    ),
    'reminders', (
        select list(to_json(claim) order by delivery_id, animal_id, recall_group, step)
        from claim
        where delivery_id in (select delivery_id from delivery where client_id = $client_id)
    ),
    'what_became_of_messages', (
        select list(to_json(ledger) order by entry_id) from ledger
        where delivery_id in (select delivery_id from delivery where client_id = $client_id)
    ),
    'what_came_back', (
        select list(to_json(news) order by heard_at, event_id) from news
        where
            client_id = $client_id
            or delivery_id in (select delivery_id from delivery where client_id = $client_id)
    ),
    'calls', (
        select list(to_json(call) order by call_id) from call where client_id = $client_id
    ),
    'addresses_that_failed', (
        select list(to_json(dead_contact) order by form, address) from dead_contact
        where client_id = $client_id
    ),
    'typed_here', (
        select list(to_json(manual_value) order by entity, id, field) from manual_value
        where
            (entity = 'client' and id = $client_id)
            or (
                entity = 'animal'
                and id in (select animal_id from animal where client_id = $client_id)
            )
    ),
    'what_was_done', (
        select list(to_json(event) order by event_id) from event
        where
            client_id = $client_id
            or animal_id in (select animal_id from animal where client_id = $client_id)
    )
) as found
order by found
