-- Close the doors of one account. Parameters: $login, $keep (the SHA-256 of a token whose
-- door stays open; "" for none).
delete from sign_in where login = $login and token_hash <> $keep
