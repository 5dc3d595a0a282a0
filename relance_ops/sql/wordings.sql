-- The clinic's own words in force: the greatest version of each part. No parameter.
-- Columns: template, language, part, version, words ('' is the program's again).
select
    template, language, part, max(version) as version, arg_max(words, version) as words
from wording
group by template, language, part
order by template, language, part
