-- What became of the print files that were handed to a printer: a line for all that we
-- asked of it and all that it said. Lines are only added; the latest tells how a job is.

create sequence print_line_number;

create table print_job (
    line_id       bigint not null default nextval('print_line_number'),
    job_name      varchar not null,             -- ours, never used twice
    run_id        bigint not null,
    channel       varchar not null check (channel in ('letter', 'card')),
    printer       varchar not null,             -- its address
    printer_name  varchar not null,             -- as it calls itself; '' before it spoke
    two_sided     boolean not null,
    pages         integer not null,             -- sides of the file
    state         varchar not null check (state in (
        'queued', 'handed', 'working', 'done', 'aborted', 'canceled', 'refused',
        'withdrawn', 'unknown')),
    job_id        integer,                      -- the printer's own number
    pages_out     integer,                      -- sides that came out; null: not counted
    stopped_after integer,                      -- sides out when it was first blocked
    reasons       varchar[] not null,           -- what it tells now
    seen          varchar[] not null,           -- what blocked it, since it had the job
    already       varchar[] not null,           -- what it told before: not the job's
    detail        varchar not null,             -- its own words
    said_at       timestamp not null,
    who           varchar not null              -- who sent the run, or pressed the button
);

create table print_job_guard (attempt varchar);

create trigger print_job_keeps_its_lines after update on print_job for each statement
    insert into print_job_guard select error('what a printer said is append-only: no line is ever changed');

create trigger print_job_keeps_all_lines after delete on print_job for each statement
    insert into print_job_guard select error('what a printer said is append-only: no line is ever removed');
