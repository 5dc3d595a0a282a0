-- Clients who asked to be forgotten: the export may not bring them back. Only the number
-- of the record is kept, which names nobody without the practice software.
create table forgotten (
    client_id    varchar primary key,
    forgotten_at timestamp not null,
    forgotten_by varchar not null
);
