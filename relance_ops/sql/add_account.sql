-- Let somebody in. Parameters: $login, $name, $role, $password_hash, $created_at (UTC).
insert into account (login, name, role, password_hash, created_at)
values ($login, $name, $role, $password_hash, $created_at)
