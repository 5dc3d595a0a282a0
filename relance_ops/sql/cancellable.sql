-- Deliveries sent on a day that "Annuler l'envoi" would undo.
-- Parameters: $sent_on, $channels (list), $family ('act', 'information', or null for both:
--   a delivery counts when it holds at least one reminder of the family).
-- Columns: delivery_id, channel.
select delivery.delivery_id, delivery.channel
from delivery
join run on run.run_id = delivery.run_id and run.on_day = $sent_on
join delivery_now on delivery_now.delivery_id = delivery.delivery_id
where list_contains($channels::varchar[], delivery.channel)
    and delivery_now.state in ('sent', 'delivered', 'printed', 'awaiting')
    and (
        $family is null
        or exists (
            select 1 from claim
            where claim.delivery_id = delivery.delivery_id and claim.family = $family
        )
    )
order by delivery.delivery_id
