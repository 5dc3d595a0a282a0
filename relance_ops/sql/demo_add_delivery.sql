-- Fill the table from demo_rows, the frame registered under that name.
insert into delivery (
    delivery_id, run_id, client_id, channel, address, language, subject, body, blocks,
    message_id, letter_number, sms_parts, cost_cents
)
select
    delivery_id, run_id, client_id, channel, address, language, subject, body, blocks,
    message_id, letter_number, sms_parts, cost_cents
from demo_rows
order by delivery_id
