-- Every account, those that may come in first, by name. Columns: login, name, role,
-- language, created_at, closed_at (null while open), seen_at (null before the first
-- sign-in; times are UTC).
select
    account.login,
    account.name,
    account.role,
    account.language,
    account.created_at,
    account.closed_at,
    greatest(
        (select max(sign_in.seen_at) from sign_in where sign_in.login = account.login),
        (
            select max(event.happened_at)
            from event
            where event.kind in ('signed_in', 'signed_out') and event.subject = account.login
        )
    ) as seen_at
from account
order by account.closed_at is not null, lower(account.name), account.login
