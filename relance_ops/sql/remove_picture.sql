-- Forget one picture. Parameter: $name. Columns: width, height, where there was one.
delete from picture where name = $name returning width, height
