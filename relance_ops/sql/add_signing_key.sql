-- Keep a key that was just minted.
-- Parameters: $name, $content (bytes)
insert into secret_key (name, content) values ($name, $content)
