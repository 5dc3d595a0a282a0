-- The clinic's data, its rules, and the record of everything that left it.
-- No FOREIGN KEY (false violations on upsert, docs/decisions/002), no secondary
-- index. Times are UTC without zone: fetching TIMESTAMPTZ needs pytz, and to
-- pandas it warns. Days are the clinic's local dates. Money is whole euro cents.

create table client (
    client_id     varchar primary key,
    title         varchar not null default '',
    last_name     varchar not null,
    first_name    varchar not null default '',
    address1      varchar not null default '',
    address2      varchar not null default '',
    postcode      varchar not null default '',
    city          varchar not null default '',
    country       varchar not null default 'FR',
    email         varchar not null default '',
    mobile        varchar not null default '',
    phone         varchar not null default '',
    language      varchar not null default 'fr',
    by_email      boolean not null default true,
    by_paper      boolean not null default true,
    by_sms        boolean not null default true,
    refuses_email boolean not null default false,
    refuses_paper boolean not null default false,
    refuses_sms   boolean not null default false,
    mail_returned boolean not null default false,
    archived      boolean not null default false
);

create table animal (
    animal_id   varchar primary key,
    client_id   varchar not null,
    name        varchar not null,
    species     varchar not null default 'other'
        check (species in ('dog', 'cat', 'rabbit', 'ferret', 'bird', 'horse', 'other')),
    breed       varchar not null default '',
    sex         varchar check (sex in ('male', 'female')),
    neutered    boolean,
    birth_date  date,
    deceased_on date,
    departed_on date
);

create table act_type (
    act_type     varchar primary key,
    label        varchar not null,
    category     varchar not null default '',
    family       varchar not null default 'act' check (family in ('act', 'information')),
    recall_group varchar not null,
    delay        varchar not null default '',   -- as written: 12m, 1y, 21d, 6w
    delay_months integer,                       -- both null: no automatic due date
    delay_days   integer,
    trigger      varchar not null default 'act' check (trigger in ('act', 'age')),
    species      varchar not null default '',   -- 'dog|cat'; '' is all
    neutered     boolean,                       -- null is any
    check ((delay_months is null) = (delay_days is null))
);

create table act (
    act_id       varchar primary key,
    animal_id    varchar not null,
    act_type     varchar not null,
    performed_on date not null,
    due_on       date
);

-- A published set of rules never changes; the newest number is in force.
create table rule_version (
    version      integer primary key,
    published_at timestamp not null,
    published_by varchar not null,
    comment      varchar not null default ''
);

create table rule (
    version     integer not null,
    act_type    varchar not null,
    step        integer not null check (step between 1 and 9),
    offset_days integer not null,
    valid_days  integer not null default 60 check (valid_days >= 1),
    channels    varchar not null default '',    -- 'email|sms|paper'; '' is the client's or clinic's
    paper_form  varchar not null default 'letter' check (paper_form in ('letter', 'card')),
    template    varchar not null default '',
    active      boolean not null default true,
    active_from date,
    primary key (version, act_type, step)
);

create table appointment (
    appointment_id varchar primary key,
    client_id      varchar not null,
    animal_id      varchar,                     -- null: any animal of the client
    starts_on      date not null
);

-- What somebody typed over an export. It wins until the export changes that field,
-- that is until a value other than `exported` arrives.
create table manual_value (
    entity   varchar not null check (entity in ('client', 'animal')),
    id       varchar not null,
    field    varchar not null,
    exported varchar,
    typed_at timestamp not null,
    typed_by varchar not null,
    primary key (entity, id, field)
);

-- An address, number or postal address that a channel refused for good.
create table dead_contact (
    client_id  varchar not null,
    form       varchar not null check (form in ('email', 'sms', 'paper')),
    address    varchar not null,
    reason     varchar not null,
    flagged_at timestamp not null,
    primary key (client_id, form, address)
);

create table setting (
    key        varchar primary key,
    value      varchar not null,
    changed_at timestamp not null,
    changed_by varchar not null
);

create sequence run_number;
create sequence delivery_number;
create sequence entry_number;

create table run (
    run_id       bigint primary key,
    on_day       date not null,                 -- the clinic's day of this run
    started_at   timestamp not null,
    started_by   varchar not null,
    nonce        varchar not null unique,       -- minted when the list was drawn
    rule_version integer not null
);

create table delivery (
    delivery_id   bigint primary key,
    run_id        bigint not null,
    client_id     varchar not null,
    channel       varchar not null check (channel in ('email', 'sms', 'letter', 'card')),
    address       varchar not null,
    language      varchar not null,
    subject       varchar not null,
    body          varchar not null,             -- the text as it was sent
    blocks        varchar not null,             -- the same as JSON, for layouts
    message_id    varchar not null default '',
    letter_number integer not null default 0,
    sms_parts     integer not null default 0,
    cost_cents    bigint not null default 0
);

-- Which reminder left in which delivery. The key is what makes "twice" impossible.
create table claim (
    animal_id    varchar not null,
    recall_group varchar not null,
    anchor_id    varchar not null,
    step         integer not null,
    channel      varchar not null,
    attempt      integer not null,
    delivery_id  bigint not null,
    claimed_on   date not null,                 -- the run's day
    act_type     varchar not null,
    label        varchar not null,
    family       varchar not null,
    animal_name  varchar not null,
    due_on       date not null,
    planned_on   date not null,
    primary key (animal_id, recall_group, anchor_id, step, channel, attempt)
);

create table ledger (
    entry_id    bigint not null default nextval('entry_number'),
    delivery_id bigint not null,
    state       varchar not null check (state in (
        'claimed', 'handed', 'sent', 'delivered', 'bounced', 'retry', 'failed',
        'uncertain', 'awaiting', 'printed', 'voided')),
    happened_at timestamp not null,
    who         varchar not null,
    cause       varchar not null default 'none',
    reason      varchar not null default '',
    reference   varchar not null default '',
    not_before  timestamp,
    first_page  integer,
    last_page   integer
);

-- Append-only, enforced here: a trigger may only write to another table, so the
-- refusal is raised while it tries to.
create table ledger_guard (attempt varchar);

create trigger ledger_keeps_its_lines after update on ledger for each statement
    insert into ledger_guard select error('the ledger is append-only: no line is ever changed');

create trigger ledger_keeps_all_lines after delete on ledger for each statement
    insert into ledger_guard select error('the ledger is append-only: no line is ever removed');

-- A channel whose account was refused: its queue waits until a person resumes it.
create table channel_pause (
    channel   varchar primary key,
    reason    varchar not null,
    paused_at timestamp not null
);

create table refresh (
    refreshed_at timestamp not null,
    refreshed_by varchar not null
);

-- Calendar months and years: 31 January + 1 month is the last day of February.
create macro due_after(performed_on, months, days) as
    (performed_on + to_months(months) + to_days(days))::date;

-- Where each delivery stands: its latest line.
create view delivery_now as
select
    delivery_id,
    max(entry_id) as entry_id,
    arg_max(state, entry_id) as state,
    arg_max(happened_at, entry_id) as happened_at,
    arg_max(who, entry_id) as who,
    arg_max(cause, entry_id) as cause,
    arg_max(reason, entry_id) as reason,
    arg_max_null(not_before, entry_id) as not_before,
    max(first_page) as first_page,
    max(last_page) as last_page,
    min(happened_at) as claimed_at,
    count(*) filter (state = 'retry') as retries
from ledger
group by delivery_id;
