-- Fill the table from demo_rows, the frame registered under that name.
insert into act_type (
    act_type, label, category, family, recall_group, delay, delay_months, delay_days,
    trigger, species, neutered, price_cents, legal
)
select
    act_type, label, category, family, recall_group, delay, delay_months, delay_days,
    trigger, species, neutered, price_cents, legal
from demo_rows
order by act_type
