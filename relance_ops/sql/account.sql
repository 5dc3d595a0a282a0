-- One account with what opens it. Parameters: $login.
-- Columns: name, role, language, password_hash, closed_at (UTC, null while open).
select name, role, language, password_hash, closed_at
from account
where login = $login
order by login
