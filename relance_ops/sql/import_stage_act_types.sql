-- The good rows of the act_types file, whole: what the file says, else what is known already,
-- else the default. A column that the file lacks has no cell; an empty cell is ''.
-- Columns: line, key, then those of the table act_type.
create temp table import_staged as
with
wide as (
    select
        line,
        any_value(value) filter (name = 'act_type') as act_type,
        any_value(value) filter (name = 'label') as label,
        any_value(value) filter (name = 'category') as category,
        any_value(value) filter (name = 'family') as family,
        any_value(value) filter (name = 'recall_group') as recall_group,
        any_value(value) filter (name = 'delay') as delay,
        any_value(value) filter (name = 'trigger') as trigger,
        any_value(value) filter (name = 'species') as species,
        any_value(value) filter (name = 'neutered') as neutered,
        any_value(value) filter (name = 'price') as price,
        any_value(value) filter (name = 'legal') as legal
    from import_cell
    where line not in (select line from import_reject)
    group by line
)
select
    wide.line,
    wide.act_type as key,
    wide.act_type,
    wide.label,
    coalesce(wide.category, known.category, '') as category,
    coalesce(wide.family, known.family, 'act') as family,
    case
        when wide.recall_group = '' then wide.act_type
        else coalesce(wide.recall_group, known.recall_group, wide.act_type)
    end as recall_group,
    coalesce(wide.delay, known.delay, '') as delay,
    coalesce(wide.trigger, known.trigger, 'act') as trigger,
    coalesce(wide.species, known.species, '') as species,
    case when wide.neutered is null then known.neutered else nullif(wide.neutered, '')::boolean end as neutered,
    case when wide.price is null then known.price_cents else nullif(wide.price, '')::integer end as price_cents,
    case when wide.legal is null then known.legal else nullif(wide.legal, '')::boolean end as legal
from wide
left join act_type as known on known.act_type = wide.act_type
