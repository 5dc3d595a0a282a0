-- Write one account anew. Parameters: $login (whose), $name, $role, $language,
-- $password_hash, $closed_at (UTC, null to open it).
update account
set
    name = $name, role = $role, language = $language, password_hash = $password_hash,
    closed_at = $closed_at
where login = $login
