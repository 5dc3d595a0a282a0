-- Close one door. Parameters: $key (SHA-256 of the token). Columns: login.
delete from sign_in where token_hash = $key returning login
