-- Somebody is there. Parameters: $key (SHA-256 of the token), $at (UTC), $before (UTC):
-- seen after that, it stays as it is.
update sign_in set seen_at = $at where token_hash = $key and seen_at <= $before
