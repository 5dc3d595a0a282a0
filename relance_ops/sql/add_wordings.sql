-- Write words, each as the next version of its part.
-- Parameters: $templates, $languages, $parts, $words (lists of one length, each
--   template, language and part at most once), $at (UTC), $by.
-- Columns: template, language, part, version.
with written as (
    select
        unnest($templates::varchar[]) as template, unnest($languages::varchar[]) as language,
        unnest($parts::varchar[]) as part, unnest($words::varchar[]) as words
),

latest as (
    select template, language, part, max(version) as version
    from wording
    group by template, language, part
)

insert into wording (template, language, part, version, words, written_at, written_by)
select
    written.template, written.language, written.part,
    coalesce(latest.version, 0) + 1, written.words, $at, $by
from written
left join latest
    on latest.template = written.template and latest.language = written.language
    and latest.part = written.part
order by written.template, written.language, written.part
returning template, language, part, version
