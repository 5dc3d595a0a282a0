-- Every client's email and mobile as written, to find whom an address reaches.
-- Columns: client_id, email, mobile, country
select client_id, email, mobile, country
from client
where email <> '' or mobile <> ''
order by client_id
