-- The clinic's logo; and how a delivery stands when it has only waited for its hour.

create table picture (
    name       varchar primary key,             -- 'logo'
    media      varchar not null check (media in ('image/png', 'image/jpeg')),
    content    blob not null,                   -- made again by us, never as it came
    width      integer not null,
    height     integer not null,
    changed_at timestamp not null,
    changed_by varchar not null
);

-- As before, but waiting for the hours of SMS (cause 'none') is no refusal, and a
-- delivery has been tried only since it was first handed.
create or replace view delivery_now as
select
    delivery_id,
    max(entry_id) as entry_id,
    arg_max(state, entry_id) as state,
    arg_max(happened_at, entry_id) as happened_at,
    arg_max(who, entry_id) as who,
    arg_max(cause, entry_id) as cause,
    arg_max(reason, entry_id) as reason,
    arg_max_null(not_before, entry_id) as not_before,
    max(first_page) as first_page,
    max(last_page) as last_page,
    min(happened_at) as claimed_at,
    count(*) filter (state = 'retry' and cause <> 'none') as retries,
    min(happened_at) filter (state = 'handed') as tried_at
from ledger
group by delivery_id;
