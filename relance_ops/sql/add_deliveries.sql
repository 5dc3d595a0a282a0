-- Keep deliveries as they are claimed, words and all.
-- Parameters: $run_id, and one list per column, all of one length.
insert into delivery (
    delivery_id, run_id, client_id, channel, address, language, subject, body, blocks,
    message_id, letter_number, sms_parts, cost_cents
)
select
    unnest($delivery_ids::bigint[]), $run_id, unnest($client_ids::varchar[]),
    unnest($channels::varchar[]), unnest($addresses::varchar[]),
    unnest($languages::varchar[]), unnest($subjects::varchar[]),
    unnest($bodies::varchar[]), unnest($blocks::varchar[]),
    unnest($message_ids::varchar[]), unnest($letter_numbers::integer[]),
    unnest($sms_parts::integer[]), unnest($costs::bigint[])
