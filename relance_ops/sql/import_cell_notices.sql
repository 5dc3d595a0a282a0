-- Words that were not understood but do not cost the row, most frequent first.
-- Columns: name, text, kept_as, rows
select name, text, value as kept_as, count(*) as rows
from import_cell
where notice <> ''
group by name, text, value
order by rows desc, name, text
limit 10
