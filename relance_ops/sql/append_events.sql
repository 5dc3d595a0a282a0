-- Append lines to the journal of what people did, in the order given.
-- Parameters: one list per column, all of one length:
--   $times (UTC), $people, $kinds, $client_ids, $animal_ids, $subjects, $befores,
--   $afters, $notes
insert into event (
    happened_at, who, kind, client_id, animal_id, subject, before, after, note
)
select
    unnest($times::timestamp[]), unnest($people::varchar[]), unnest($kinds::varchar[]),
    unnest($client_ids::varchar[]), unnest($animal_ids::varchar[]),
    unnest($subjects::varchar[]), unnest($befores::varchar[]),
    unnest($afters::varchar[]), unnest($notes::varchar[])
