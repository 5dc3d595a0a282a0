-- Which migrations this file has been through. No parameter, no column.
create table if not exists schema_version (
    version    integer primary key,
    name       varchar not null,
    sha256     varchar not null,
    applied_at timestamp not null
)
