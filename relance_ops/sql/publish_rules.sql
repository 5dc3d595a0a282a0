-- The rules of a version just opened: lists of one length, one per column.
-- Parameters: $version, and one list per column, all of one length
insert into rule (
    version, act_type, step, offset_days, valid_days, channels, paper_form, template,
    active, active_from
)
select
    $version,
    unnest($act_types::varchar[]),
    unnest($steps::integer[]),
    unnest($offsets::integer[]),
    unnest($valid_days::integer[]),
    unnest($channels::varchar[]),
    unnest($paper_forms::varchar[]),
    unnest($templates::varchar[]),
    unnest($actives::boolean[]),
    unnest($active_froms::date[])
