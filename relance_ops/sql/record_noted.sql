-- The last time that each box of client $client_id was changed here.
-- Columns: subject (the field), after, happened_at (UTC), who, note
select
    subject, arg_max(after, event_id) as after, max(happened_at) as happened_at,
    arg_max(who, event_id) as who, arg_max(note, event_id) as note
from event
where kind = 'client_field' and client_id = $client_id
group by subject
order by subject
