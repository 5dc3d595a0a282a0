-- Lines of the register, with their own numbers. Parameters: one list per column, all of
-- one length, in the order of register_ledger.sql; no number: the next one.
insert into ledger (
    entry_id, delivery_id, state, happened_at, who, cause, reference, not_before,
    first_page, last_page
)
select
    coalesce(entry_id, nextval('entry_number')), delivery_id, state, happened_at, who,
    cause, reference, not_before, first_page, last_page
from (
    select
        unnest($1::bigint[]) as entry_id, unnest($2::bigint[]) as delivery_id,
        unnest($3::varchar[]) as state, unnest($4::timestamp[]) as happened_at,
        unnest($5::varchar[]) as who, unnest($6::varchar[]) as cause,
        unnest($7::varchar[]) as reference, unnest($8::timestamp[]) as not_before,
        unnest($9::integer[]) as first_page, unnest($10::integer[]) as last_page
)
