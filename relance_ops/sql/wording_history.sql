-- Every version of the words of $template in $language, newest first.
-- Parameters: $template, $language.
-- Columns: step, channel, part, version, words, written_at (UTC), written_by.
select step, channel, part, version, words, written_at, written_by
from wording
where template = $template and language = $language
order by written_at desc, version desc, step, channel, part
