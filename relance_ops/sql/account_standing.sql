-- What else is there than the account $login ("" for all of them): how many are open,
-- how many of those are managers'. Parameters: $login. Columns: accounts, managers.
select count(*) as accounts, count(*) filter (role = 'manager') as managers
from account
where closed_at is null and login <> $login
order by accounts
