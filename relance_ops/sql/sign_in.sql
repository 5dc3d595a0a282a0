-- Who came in by one door, if it is still open. Parameters: $key (SHA-256 of the token),
-- $idle_since and $opened_since (UTC): seen or opened earlier, it has closed by itself.
-- Columns: login, name, role, language, seen_at (UTC).
select account.login, account.name, account.role, account.language, sign_in.seen_at
from sign_in
inner join account on account.login = sign_in.login
where
    sign_in.token_hash = $key
    and account.closed_at is null
    and sign_in.seen_at > $idle_since
    and sign_in.opened_at > $opened_since
order by account.login
