-- Words for one step only, or for one channel only. What was written before is for all.

create table wording_for_all as
    select template, language, part, version, words, written_at, written_by from wording;

drop table wording;

-- The clinic's words, over those of the program. The greatest version of each place is
-- in force; an empty text goes back to the words beneath (library.py says which).
create table wording (
    template   varchar not null,
    language   varchar not null,
    step       integer not null default 0 check (step between 0 and 9),     -- 0: every step
    channel    varchar not null default '' check (channel in ('', 'email', 'letter')),
    part       varchar not null check (part in ('subject', 'body', 'sms', 'card')),
    version    integer not null,
    words      varchar not null,
    written_at timestamp not null,
    written_by varchar not null,
    primary key (template, language, step, channel, part, version),
    -- An SMS and a card go out by one channel only.
    check (channel = '' or part in ('subject', 'body'))
);

insert into wording (template, language, part, version, words, written_at, written_by)
    select template, language, part, version, words, written_at, written_by
    from wording_for_all;

drop table wording_for_all;
