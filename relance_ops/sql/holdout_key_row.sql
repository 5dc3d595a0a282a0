-- What chance is drawn with, for a copy with names to draw alike: it opens nothing.
-- No parameter. Columns: name, content
select name, content from secret_key where name = 'holdout' order by name
