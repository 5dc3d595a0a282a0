-- Deliveries of the register; their words and addresses are lost with the file.
-- Parameters: one list per column, all of one length, in the order of
--   register_delivery.sql; then $10, what stands for the words.
insert into delivery (
    delivery_id, run_id, client_id, channel, language, message_id, letter_number, sms_parts,
    cost_cents, address, subject, body, blocks
)
select
    unnest($1::bigint[]), unnest($2::bigint[]), unnest($3::varchar[]), unnest($4::varchar[]),
    unnest($5::varchar[]), unnest($6::varchar[]), unnest($7::integer[]), unnest($8::integer[]),
    unnest($9::bigint[]), '', '', $10, '[]'
