-- Write down one piece of news, for good.
-- Parameters: $source, $event_id, $heard_at (UTC), $told_at (UTC), $kind, $channel,
--   $delivery_id (or null), $client_id (or null), $address, $detail,
--   $treated_at (UTC; null while a person must look at it), $treated_by (or null)
insert into news (
    source, event_id, heard_at, told_at, kind, channel, delivery_id, client_id, address,
    detail, treated_at, treated_by
)
values (
    $source, $event_id, $heard_at, $told_at, $kind, $channel, $delivery_id, $client_id,
    $address, $detail, $treated_at, $treated_by
)
