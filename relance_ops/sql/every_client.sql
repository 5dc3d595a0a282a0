-- The id of every client, archived ones too. No parameter. Columns: client_id
select client_id from client order by client_id
