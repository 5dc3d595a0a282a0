-- What people noted after event $event that keeps a message from leaving: a refusal, a
-- returned letter, a death, a departure. For the register.
-- Parameter: $event. Columns: event_id, happened_at (UTC), who, client_id, animal_id,
--   subject (the field), after, note.
select event_id, happened_at, who, client_id, animal_id, subject, after, note
from event
where event_id > $event
    and subject in (
        'refuses_email', 'refuses_paper', 'refuses_sms', 'mail_returned', 'archived',
        'deceased_on', 'departed_on'
    )
    and kind in ('client_field', 'animal_field')
order by event_id
