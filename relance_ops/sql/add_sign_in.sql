-- Open a door. Parameters: $key (SHA-256 of the token), $login, $at (UTC).
insert into sign_in (token_hash, login, opened_at, seen_at)
values ($key, $login, $at, $at)
