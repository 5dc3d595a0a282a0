-- The telephone numbers known of a client, now or when something was sent.
-- Parameter: $client_id
-- Columns: number
select mobile as number from client where client_id = $client_id
union
select phone from client where client_id = $client_id
union
select address from delivery where client_id = $client_id and channel = 'sms'
order by number
