-- Whom a delivery is for, and by what.
-- Parameter: $delivery_id
-- Columns: client_id, channel
select client_id, channel from delivery where delivery_id = $delivery_id order by client_id
