-- Take $count new delivery numbers, growing. Column: delivery_id.
select nextval('delivery_number') as delivery_id from range($count) order by delivery_id
