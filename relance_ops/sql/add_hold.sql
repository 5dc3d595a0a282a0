-- Let nothing leave. Parameters: $reason, $at (UTC).
insert into hold (held_at, reason) values ($at, $reason)
