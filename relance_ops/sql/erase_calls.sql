-- Forget what was noted of calls to a client; that there was one, and its outcome, stay.
-- Parameter: $client_id
-- Columns: call_id
update call set note = '' where client_id = $client_id returning call_id
