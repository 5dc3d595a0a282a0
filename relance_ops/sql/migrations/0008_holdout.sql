-- A hold-out: a few reminders that chance keeps back, so that what the others bring back
-- can be measured. Never one that the law asks for.

-- null: the export does not say; then the words of the act type do (is_legal).
alter table act_type add column legal boolean;

-- A vaccine against rabies by its words, as clinics write it: « Rage », « antirabique »,
-- « Rabies », and the R that ends « CHPPiLR » or « TCL-R » (not the one that begins « RCP »).
create macro is_legal(legal, words) as coalesce(
    legal,
    regexp_matches(
        lower(strip_accents(words)),
        '\b(rage|anti[- ]?rage|(anti[- ]?)?rabiques?|rabies)\b|\bch[pil0-9/+ -]*r\b|\btc[l0-9/+ -]*r\b'
    )
);

-- Where chance puts an obligation, from 0 to 100: below the percentage, it is held out. The
-- same one for ever, whatever the version of the database, and unknown without the clinic's
-- key (of secret_key, in hexadecimal).
create macro holdout_place(key, animal_id, recall_group, anchor_id) as (
    '0x' || left(sha256(concat_ws(chr(31), key, animal_id, recall_group, anchor_id)), 8)
)::bigint * 100 / 4294967296.0;

-- Whom chance withheld and whom it let go, on the day that the reminder left or would have
-- left. Lines are only added.
create table holdout (
    animal_id    varchar not null,
    recall_group varchar not null,
    anchor_id    varchar not null,
    step         integer not null,
    withheld     boolean not null,              -- false: it was reminded
    percent      integer not null,              -- how many were withheld then
    drawn_on     date not null,                 -- the run's day
    rule_version integer not null,
    act_type     varchar not null,
    primary key (animal_id, recall_group, anchor_id, step)
);

create table holdout_guard (attempt varchar);

create trigger holdout_keeps_its_lines after update on holdout for each statement
    insert into holdout_guard select error('the hold-out is append-only: no line is ever changed');

create trigger holdout_keeps_all_lines after delete on holdout for each statement
    insert into holdout_guard select error('the hold-out is append-only: no line is ever removed');
