-- The last line of the ledger, and the last event that the register would keep.
-- No parameter. Columns: entry_id, event_id (0: none).
select
    (select coalesce(max(entry_id), 0) from ledger) as entry_id,
    (
        select coalesce(max(event_id), 0)
        from event
        where subject in (
                'refuses_email', 'refuses_paper', 'refuses_sms', 'mail_returned',
                'archived', 'deceased_on', 'departed_on'
            )
            and kind in ('client_field', 'animal_field')
    ) as event_id
