-- The clinic's own words in force: the greatest version of each place. No parameter.
-- Columns: template, language, step (0 for every one), channel ('' for every one), part,
--   version, words ('' is what is beneath again).
select
    template, language, step, channel, part,
    max(version) as version, arg_max(words, version) as words
from wording
group by template, language, step, channel, part
order by template, language, step, channel, part
