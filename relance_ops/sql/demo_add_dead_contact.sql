-- Fill the table from demo_rows, the frame registered under that name.
insert into dead_contact (
    client_id, form, address, reason, flagged_at
)
select
    client_id, form, address, reason, flagged_at
from demo_rows
order by client_id, form
