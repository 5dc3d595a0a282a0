-- What the world tells us after a message left, and how far we have listened.

-- Everything heard, once: the same news told again changes nothing. What nobody could
-- make sense of waits for a person until `treated_at`.
create table news (
    source      varchar not null,               -- the listener: 'mailbox', 'ovh', 'kannel'…
    event_id    varchar not null,               -- the peer's own number for it
    heard_at    timestamp not null,
    told_at     timestamp not null,             -- when it happened, as the peer says
    kind        varchar not null check (kind in ('delivered', 'bounced', 'refusal', 'unclear')),
    channel     varchar not null check (channel in ('email', 'sms')),
    delivery_id bigint,                         -- null: it names none that we know
    client_id   varchar,                        -- null: from nobody that we know
    address     varchar not null default '',    -- whom it came from, when it names no client
    detail      varchar not null default '',    -- the peer's own words, shortened
    treated_at  timestamp,                      -- null only while a person must look at it
    treated_by  varchar,
    primary key (source, event_id)
);

-- Where each listener goes on next time: a mailbox's last message, a provider's last receipt.
create table listening (
    source   varchar primary key,
    position varchar not null,
    heard_at timestamp not null
);

-- What a gateway called us back with, word for word, until its listener reads it.
create sequence callback_number;

create table callback (
    callback_id bigint primary key default nextval('callback_number'),
    source      varchar not null,
    received_at timestamp not null,
    content     varchar not null                -- JSON: the request's parameters
);

-- Keys that sign what comes back to us: minted here, never shown, never exported.
create table secret_key (
    name    varchar primary key,                -- 'replies'
    content blob not null
);
