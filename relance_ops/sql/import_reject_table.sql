-- Why rows are not loaded: one line per reason, in codes that import_reasons.py words.
create temp table import_reject (
    line   bigint not null,
    name   varchar not null,   -- the column; '' is the whole row
    value  varchar not null,
    reason varchar not null,
    detail varchar not null default ''
)
