-- Every door that is still open. Parameters: $idle_since, $opened_since (UTC), as in
-- sign_in.sql. Columns: token_hash.
select sign_in.token_hash
from sign_in
inner join account on account.login = sign_in.login
where
    account.closed_at is null
    and sign_in.seen_at > $idle_since
    and sign_in.opened_at > $opened_since
order by sign_in.token_hash
