-- Reject the rows that could not be split into the header's columns.
-- A broken row begins with its number like any other; a blank line is its number only.
insert into import_reject (line, name, value, reason, detail)
select
    regexp_extract(csv_line, '^-?\d+')::bigint as line,
    '' as name,
    left(regexp_replace(regexp_replace(csv_line, '^\d+[,;\t]', ''), '\n\d+[,;\t]', ' ', 'g'), 100) as value,
    case
        when bool_or(error_type = 'UNQUOTED VALUE') then 'bad_quote'
        when bool_or(error_type = 'TOO MANY COLUMNS') then 'too_many_fields'
        when bool_or(error_type = 'MISSING COLUMNS') then 'too_few_fields'
        else 'unreadable_row'
    end as reason,
    (len(csv_line) - len(replace(csv_line, chr(10), '')) + regexp_extract(csv_line, '^-?\d+')::bigint)::varchar as detail
from import_broken
where not regexp_full_match(csv_line, '\d+[,;\t]\s*')
group by csv_line
order by line
