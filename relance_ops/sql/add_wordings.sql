-- Write words, each as the next version of its place.
-- Parameters: $templates, $languages, $steps, $channels, $parts, $words (lists of one
--   length, each place at most once), $at (UTC), $by.
-- Columns: template, language, step, channel, part, version.
with written as (
    select
        unnest($templates::varchar[]) as template, unnest($languages::varchar[]) as language,
        unnest($steps::integer[]) as step, unnest($channels::varchar[]) as channel,
        unnest($parts::varchar[]) as part, unnest($words::varchar[]) as words
),

latest as (
    select template, language, step, channel, part, max(version) as version
    from wording
    group by template, language, step, channel, part
)

insert into wording
    (template, language, step, channel, part, version, words, written_at, written_by)
select
    written.template, written.language, written.step, written.channel, written.part,
    coalesce(latest.version, 0) + 1, written.words, $at, $by
from written
left join latest
    on latest.template = written.template and latest.language = written.language
    and latest.step = written.step and latest.channel = written.channel
    and latest.part = written.part
order by
    written.template, written.language, written.step, written.channel, written.part
returning template, language, step, channel, part, version
