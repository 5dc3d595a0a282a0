-- Columns: loaded (good rows), rejected (bad rows)
select
    (select count(*) from import_staged where line not in (select line from import_reject)) as loaded,
    (select count(distinct line) from import_reject) as rejected
order by loaded
