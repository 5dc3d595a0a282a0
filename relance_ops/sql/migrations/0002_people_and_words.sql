-- Who may come in, what people did besides sending, and the clinic's own words.
-- Nothing here holds a contact of a client, except what a person noted of a call.

create sequence event_number;
create sequence call_number;

-- What a person did that is no delivery's: a refusal, a death, a setting, a sign-in.
-- For an address or a number, `before` and `after` stay empty: only the field is named.
create table event (
    event_id    bigint not null default nextval('event_number'),
    happened_at timestamp not null,
    who         varchar not null,
    kind        varchar not null,
    client_id   varchar not null default '',
    animal_id   varchar not null default '',
    subject     varchar not null default '',    -- the field, the setting, the account…
    before      varchar not null default '',
    after       varchar not null default '',
    note        varchar not null default ''     -- origin of a refusal, reason
);

create table event_guard (attempt varchar);

create trigger event_keeps_its_lines after update on event for each statement
    insert into event_guard select error('the journal is append-only: no line is ever changed');

create trigger event_keeps_all_lines after delete on event for each statement
    insert into event_guard select error('the journal is append-only: no line is ever removed');

-- What came of calling an expected client.
create table call (
    call_id      bigint primary key default nextval('call_number'),
    happened_at  timestamp not null,
    who          varchar not null,
    client_id    varchar not null,
    animal_id    varchar not null,
    recall_group varchar not null,
    anchor_id    varchar not null,
    outcome      varchar not null,
    note         varchar not null default ''
);

create table account (
    login         varchar primary key,          -- lower case
    name          varchar not null,             -- as the journal shows it
    role          varchar not null check (role in ('reception', 'manager', 'analyst')),
    password_hash varchar not null,             -- argon2id, with its parameters
    language      varchar not null default '',  -- '' is the clinic's
    created_at    timestamp not null,
    closed_at     timestamp                     -- null while it may come in
);

-- An open door: the cookie's token is kept as a hash, so that a stolen file opens nothing.
create table sign_in (
    token_hash varchar primary key,
    login      varchar not null,
    opened_at  timestamp not null,
    seen_at    timestamp not null
);

-- The clinic's words, over those of the program. The greatest version is in force;
-- an empty text goes back to the program's.
create table wording (
    template   varchar not null,
    language   varchar not null,
    part       varchar not null check (part in ('subject', 'body', 'sms', 'card')),
    version    integer not null,
    words      varchar not null,
    written_at timestamp not null,
    written_by varchar not null,
    primary key (template, language, part, version)
);
