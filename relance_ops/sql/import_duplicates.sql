-- Two good rows with one identifier: the last one in the file is kept.
-- Parameters: $name (the identifier's column)
insert into import_reject (line, name, value, reason, detail)
select line, $name, replace(key, chr(31), ' '), 'repeated', last_line::varchar
from (
    select line, key, max(line) over (partition by key) as last_line
    from import_staged
    where line not in (select line from import_reject)
)
where line <> last_line
order by line
