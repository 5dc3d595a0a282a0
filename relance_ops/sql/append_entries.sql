-- Append lines to the ledger, in the order given.
-- Parameters: one list per column, all of one length:
--   $delivery_ids, $states, $times (UTC), $people, $causes, $reasons, $references,
--   $not_before (UTC or null), $first_pages, $last_pages
insert into ledger (
    delivery_id, state, happened_at, who, cause, reason, reference,
    not_before, first_page, last_page
)
select
    unnest($delivery_ids::bigint[]), unnest($states::varchar[]),
    unnest($times::timestamp[]), unnest($people::varchar[]), unnest($causes::varchar[]),
    unnest($reasons::varchar[]), unnest($references::varchar[]),
    unnest($not_before::timestamp[]), unnest($first_pages::integer[]),
    unnest($last_pages::integer[])
