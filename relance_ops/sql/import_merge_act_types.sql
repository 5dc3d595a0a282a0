-- Load the good rows of the act_types file that are new or different. A delay is kept as
-- it is written, and as calendar months and days: 12m, 1y, 21d, 6w.
-- Columns: act_type, one row each
insert or replace into act_type (
    act_type, label, category, family, recall_group, delay, trigger, species, neutered, legal,
    delay_months, delay_days, price_cents
)
with
good as (
    select
        act_type, label, category, family, recall_group, delay, trigger, species, neutered,
        legal, price_cents,
        try_cast(regexp_extract(delay, '^\d+') as integer) as amount,
        lower(right(delay, 1)) as unit
    from import_staged
    where line not in (select line from import_reject)
)
select
    act_type, label, category, family, recall_group, delay, trigger, species, neutered, legal,
    case unit when 'y' then 12 * amount when 'm' then amount when '' then null else 0 end,
    case unit when 'w' then 7 * amount when 'd' then amount when '' then null else 0 end,
    price_cents
from good
except
select
    act_type, label, category, family, recall_group, delay, trigger, species, neutered, legal,
    delay_months, delay_days, price_cents
from act_type
returning act_type
